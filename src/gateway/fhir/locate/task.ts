import type { Located, LocateKey } from "../../../governance/locate/types.ts";
import type { Reason } from "../../../decision/types.ts";
import type { Answer, Permitted } from "../../../pipeline.ts";
import type { GatewayParts, LocatePatient } from "../deps.ts";
import type { FhirAnswer } from "../question.ts";
import { because } from "../reasons.ts";
import type { InteractionOf } from "../route.ts";
import { labeled } from "../security-labels.ts";
import { askedOf, refusing } from "../task.ts";
import type { Incoming, Task } from "../task.ts";
import { keyIn } from "./key.ts";
import { Written } from "../record/written.ts";

const MOST_BYTES = 4_096;

/** The rule of `POST Patient/$locate`: the one patient that the key names, as the right to look up shows them. */
export async function locateTask(
  parts: GatewayParts,
  { question, interaction, pairs }: Incoming<InteractionOf<"fhir.operation">>,
): Promise<Task> {
  const { locate } = parts;
  const refused = (detail: string, status?: number): Task =>
    refusing(question, interaction, because("bad_request", detail), status);
  if (locate === null || interaction.type !== "Patient" || interaction.id !== null)
    return refusing(question, interaction, because("interaction_not_supported", "`$locate`"));
  // A key is PHI, and what stands in a URL ends up in logs.
  if (question.method !== "POST") return refused("`$locate` takes its key in a body", 405);
  if (pairs.some(([name]) => name !== "_format")) return refused("`$locate` takes its key in a body");
  const body = await question.body(MOST_BYTES);
  if (body === null) return refused("the body is too long", 413);
  const key = keyIn(body);
  if (key === null) return refused("the body holds no key of `$locate`");
  const query = `Patient/$locate ${JSON.stringify(key)}`;
  return {
    kind: "perform",
    asked: { ...askedOf(question, interaction, query, "locate"), interaction: "fhir.locate" },
    perform: (permitted) => answerLocate(locate, key, permitted),
  };
}

async function answerLocate(
  locate: LocatePatient,
  key: LocateKey,
  permitted: Permitted,
): Promise<Answer<FhirAnswer> | Reason> {
  const found = await locate(permitted, key);
  return "code" in found ? found : answerOf(found);
}

function answerOf({ id, resource, rules, grantIds, released, withheldCount }: Located): Answer<FhirAnswer> {
  return {
    value: { status: 200, resource: Written.ofObject(labeled(resource)), etag: null },
    release: {
      outcome: "permit",
      reason: null,
      rules,
      grantIds,
      patients: [id],
      records: [`Patient/${id}`],
      released,
      withheldCount,
    },
  };
}
