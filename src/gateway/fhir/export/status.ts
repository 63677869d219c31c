import type { RecordedRelease } from "../../../audit/types.ts";
import type { JobPart } from "../../../jobs/types.ts";
import { JsonNumber, stringifyJson } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import type { Permitted } from "../../../pipeline.ts";
import type { GatewayParts } from "../deps.ts";
import type { FhirAnswer } from "../question.ts";
import { because } from "../reasons.ts";
import type { InteractionOf } from "../route.ts";
import { askedOf, refusing } from "../task.ts";
import type { Incoming, Task } from "../task.ts";
import { ownExport } from "./own-export.ts";
import type { OwnExport } from "./own-export.ts";

const RETRY_AFTER_S = "2";

/** The rule of `GET $export-status/…`: how far it is, and then the manifest (FHIR Bulk Data Access 2.0, status). */
export function statusTask(
  parts: GatewayParts,
  { question, interaction }: Incoming<InteractionOf<"fhir.export-status">>,
): Task {
  const { exports: desk } = parts;
  if (desk === null)
    return refusing(question, interaction, because("interaction_not_supported", "`$export`"));
  return {
    kind: "perform",
    asked: askedOf(question, interaction, interaction.job, "search"),
    perform: async (permitted) => {
      const own = await ownExport(desk, permitted, interaction.job);
      if (!own.ok) return own.error;
      const { job, task } = own.value;
      const value =
        job.state === "done"
          ? manifestAnswer(parts, own.value, await desk.jobs.parts(job.id))
          : progressAnswer(own.value);
      return { value, release: toldNothing(permitted, task.intent) };
    },
  };
}

/** The rule of `DELETE $export-status/…`: it ends, and what it made is taken away. */
export function cancelTask(
  parts: GatewayParts,
  { question, interaction }: Incoming<InteractionOf<"fhir.export-cancel">>,
): Task {
  const { exports: desk } = parts;
  if (desk === null)
    return refusing(question, interaction, because("interaction_not_supported", "`$export`"));
  return {
    kind: "perform",
    asked: askedOf(question, interaction, interaction.job, "search"),
    perform: async (permitted) => {
      const own = await ownExport(desk, permitted, interaction.job);
      if (!own.ok) return own.error;
      await desk.jobs.end(own.value.job.id, "canceled", null, permitted.now);
      const release = toldNothing(permitted, own.value.task.intent);
      return { value: { status: 202, resource: null, etag: null }, release };
    },
  };
}

/** Steps follow from relation facts and types, so that progress tells nothing of records. */
function progressAnswer({ job }: OwnExport): FhirAnswer {
  const headers = { "x-progress": `${job.step} of ${job.steps} steps`, "retry-after": RETRY_AFTER_S };
  return { status: 202, resource: null, etag: null, headers };
}

function manifestAnswer(
  { baseUrl }: GatewayParts,
  { job, task }: OwnExport,
  made: readonly JobPart[],
): FhirAnswer {
  const output = made.map(({ n, title, records }): JsonObject => ({
    type: title,
    url: `${baseUrl}/$export-file/${job.id}/${n}`,
    count: new JsonNumber(String(records)),
  }));
  const manifest: JsonObject = {
    transactionTime: new Date(task.startedAt).toISOString(),
    request: task.request,
    requiresAccessToken: true,
    output,
    error: [],
  };
  return {
    status: 200,
    resource: null,
    etag: null,
    headers: { expires: new Date(job.endsAt).toUTCString() },
    content: { type: "application/json", bytes: Buffer.from(stringifyJson(manifest)) },
  };
}

function toldNothing({ decision }: Permitted, partOf: string): RecordedRelease {
  const rules = [...new Set(decision.slices.map(({ rule }) => rule))].toSorted();
  const none = { grantIds: [], patients: [], records: [], released: [], withheldCount: 0 };
  return { outcome: "permit", reason: null, rules, ...none, partOf };
}
