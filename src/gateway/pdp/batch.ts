import type { Credentials } from "../../identity/types.ts";
import { err, ok, type Result } from "../../kernel/result.ts";
import { denied, unreadable } from "./answer.ts";
import { evaluate } from "./evaluate.ts";
import { evaluationSchema, type Evaluations, type PdpDecision, type SEMANTICS } from "./messages.ts";
import type { PdpDeps } from "./ports.ts";
import { because } from "./reasons.ts";
import { issuesIn } from "./read-body.ts";
import type { Refused } from "./refuse.ts";

type Item = Readonly<Record<string, unknown>>;

/** The decision that ends a batch early. */
const ENDS: Record<(typeof SEMANTICS)[number], boolean | null> = {
  execute_all: null,
  deny_on_first_deny: false,
  permit_on_first_permit: true,
};

/**
 * A batch (section 7), one entry in the record for each evaluation, in the order asked. What spoils one evaluation is a no
 * for it alone; who may not ask at all is an error for all.
 */
export async function evaluateBatch(
  deps: PdpDeps,
  credentials: Credentials,
  batch: Evaluations & { readonly evaluations: readonly Item[] },
): Promise<Result<{ readonly evaluations: readonly PdpDecision[] }, Refused>> {
  const end = ENDS[batch.options?.evaluations_semantic ?? "execute_all"];
  const evaluations: PdpDecision[] = [];
  for (const item of batch.evaluations) {
    const answered = await answerItem(deps, credentials, withDefaults(batch, item));
    if (!answered.ok) return answered;
    evaluations.push(answered.value);
    if (answered.value.decision === end) break;
  }
  return ok({ evaluations });
}

async function answerItem(
  deps: PdpDeps,
  credentials: Credentials,
  item: Item,
): Promise<Result<PdpDecision, Refused>> {
  const read = evaluationSchema.safeParse(item);
  if (!read.success) return ok(unreadable(issuesIn(read.error)));
  const answered = await evaluate(deps, credentials, read.data);
  if (answered.ok) return answered;
  const { reason, status, detail } = answered.error;
  return status === 401 ? err(answered.error) : ok(denied(null, [because(reason, detail)], null));
}

/** Section 7.1.1: an entity of an evaluation stands in place of the default, which still fills a missing type, id or name. */
function withDefaults(batch: Item, item: Item): Item {
  const merged = (["subject", "action", "resource", "context"] as const).flatMap((key) => {
    const [general, own] = [batch[key], item[key]];
    if (own === undefined) return general === undefined ? [] : [[key, general] as const];
    const fills = key === "context" || !isItem(own) || !isItem(general) ? {} : required(general);
    return [[key, isItem(own) ? { ...fills, ...own } : own] as const];
  });
  return Object.fromEntries(merged);
}

function required(entity: Item): Item {
  const present = ["type", "id", "name"].filter((key) => entity[key] !== undefined);
  return Object.fromEntries(present.map((key) => [key, entity[key]]));
}

function isItem(value: unknown): value is Item {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
