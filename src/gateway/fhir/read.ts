import { grantedSomewhere } from "../../decision/reach.ts";
import type { Reason } from "../../decision/types.ts";
import type { Answer, Permitted } from "../../pipeline.ts";
import { findRecord, notFound } from "./find.ts";
import type { GatewayParts } from "./deps.ts";
import { isUnchanged } from "./etag.ts";
import { formatQuery } from "./query.ts";
import type { QueryPair } from "./query.ts";
import type { FhirAnswer } from "./question.ts";
import { because, NOT_FOUND } from "./reasons.ts";
import { releaseOf } from "./release.ts";
import { isGiven } from "./show.ts";
import { isResultParameter, readResultParameters } from "./search/result-parameters.ts";
import type { InteractionOf } from "./route.ts";
import { askedOf } from "./task.ts";
import type { Incoming, Task } from "./task.ts";
import { structuralMembers } from "./summary/structural.ts";
import { subsetOf } from "./summary/subset.ts";

interface ReadAsk {
  readonly type: string;
  readonly id: string;
  readonly pairs: readonly QueryPair[];
  readonly ifNoneMatch: string | undefined;
}

const READ_PARAMETERS: ReadonlySet<string> = new Set(["_elements", "_summary", "_format"]);

/** The rule of a read. */
export function readTask(
  parts: GatewayParts,
  { question, interaction, pairs }: Incoming<InteractionOf<"fhir.read">>,
): Task {
  const { type, id } = interaction;
  const ask: ReadAsk = { type, id, pairs, ifNoneMatch: question.headers["if-none-match"] };
  const query = [`${type}/${id}`, formatQuery(pairs)].filter((part) => part !== "").join("?");
  return {
    kind: "perform",
    asked: askedOf(question, interaction, query),
    perform: (permitted) => answerRead(parts, ask, permitted),
  };
}

/** Answers a read. INVARIANT: a hidden record takes the same way as an absent one, from the upstream call on. */
async function answerRead(
  parts: GatewayParts,
  ask: ReadAsk,
  permitted: Permitted,
): Promise<Answer<FhirAnswer> | Reason> {
  const asked = performance.now();
  const { type, id } = ask;
  const { catalogue } = permitted.policy;
  if (!isGiven(catalogue, type, grantedSomewhere(permitted.decision, type))) {
    return because("type_not_permitted", `\`${type}\``);
  }
  const refused = ask.pairs.find(([name]) => !READ_PARAMETERS.has(name));
  if (refused !== undefined) {
    return because(
      isResultParameter(refused[0]) ? "result_parameter_not_supported" : "parameter_unknown",
      "on a read",
    );
  }
  const result = readResultParameters(ask.pairs);
  if (!result.ok) return result.error;
  if (result.value.onlyCount) return because("parameter_invalid", "`_summary` on a read");
  const found = await findRecord(parts, permitted, type, id);
  if (found === null) {
    await notFound(parts, type, id, asked);
    return NOT_FOUND;
  }
  const { shown } = found;
  const resource = subsetOf(shown.written, type, result.value.subset, structuralMembers(catalogue, type));
  const etag = parts.steps.etagOf(parts.keys.etag, resource.bytes);
  const status = isUnchanged(ask.ifNoneMatch, etag) ? 304 : 200;
  return { value: { status, resource, etag }, release: releaseOf(catalogue, [shown], []) };
}
