import { reachOf } from "../../../decision/reach.ts";
import type { Reason } from "../../../decision/types.ts";
import type { Answer, Permitted } from "../../../pipeline.ts";
import type { GatewayParts } from "../deps.ts";
import type { FhirAnswer } from "../question.ts";
import { because, NOT_FOUND } from "../reasons.ts";
import type { InteractionOf } from "../route.ts";
import { askedOf, refusing } from "../task.ts";
import type { Incoming, Task } from "../task.ts";
import { ownExport, withdraw } from "./own-export.ts";
import { readPart } from "./part-file.ts";
import type { ExportDesk } from "./types.ts";

/** The rule of `GET $export-file/…`. Decided anew, and recorded as what it is: a release of all that the file holds. */
export function fileTask(
  parts: GatewayParts,
  { question, interaction }: Incoming<InteractionOf<"fhir.export-file">>,
): Task {
  const { exports: desk } = parts;
  if (desk === null)
    return refusing(question, interaction, because("interaction_not_supported", "`$export`"));
  const { job, file } = interaction;
  return {
    kind: "perform",
    asked: askedOf(question, interaction, `${job}/${file}`, "search"),
    perform: (permitted) => answerFile(desk, permitted, job, file),
  };
}

async function answerFile(
  desk: ExportDesk,
  permitted: Permitted,
  jobId: string,
  file: string,
): Promise<Answer<FhirAnswer> | Reason> {
  const own = await ownExport(desk, permitted, jobId);
  if (!own.ok) return own.error;
  const made = await desk.jobs.parts(jobId);
  const part = made.find(({ n }) => String(n) === file);
  const bytes = part === undefined ? null : await desk.files.read(jobId, part.n);
  if (bytes === null) return NOT_FOUND;
  const { release, lines } = readPart(bytes);
  const reach = reachOf(permitted.decision, permitted.facts).patients;
  if (!release.patients.every((patient) => reach.has(patient))) return withdraw(desk, permitted, jobId);
  const content = { type: "application/fhir+ndjson", bytes: lines };
  return {
    value: { status: 200, resource: null, etag: null, content },
    release: { ...release, partOf: own.value.task.intent },
  };
}
