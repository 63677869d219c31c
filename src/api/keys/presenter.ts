import type { z } from "@hono/zod-openapi";
import type { KeyInfo } from "../../keys/key-types.ts";
import { because } from "../../decision/reasons.ts";
import type { Reason } from "../../decision/types.ts";
import { faultStatusOf } from "../../kernel/http-status.ts";
import type { ControlAnswer, ControlObstacle } from "../control.ts";
import type { Problem } from "../problem.ts";
import type { KeyOutcome, KeyOverview, ToldOperation } from "./ports.ts";
import type { KeysChangedSchema, KeysSchema, OperationsSchema } from "./schema.ts";

type KeysChanged = z.infer<typeof KeysChangedSchema>;

export function presentKeys({ vault, keys, resealing }: KeyOverview): z.infer<typeof KeysSchema> {
  return {
    vault: { ...vault },
    keys: keys.map((key) => ({ ...presentKey(key), seals: [...key.seals] })),
    resealing: [...resealing],
  };
}

export function presentOperations(told: readonly ToldOperation[]): z.infer<typeof OperationsSchema> {
  return {
    operations: told.map(({ personId, at, keys, ...rest }) => ({
      ...rest,
      at: isoOf(at),
      person: personId,
      keys: [...keys],
    })),
  };
}

/** What came of an operation, for its caller and for the record. */
export function answerKeys(
  verb: string,
  outcome: KeyOutcome,
): ControlAnswer<KeysChanged> | ControlObstacle | Reason {
  switch (outcome.kind) {
    case "done":
      return {
        value: { keys: outcome.keys.map(presentKey) },
        changes: outcome.keys.map(({ use, id }) => `${verb} key ${use}/${id}`),
      };
    case "refused":
      if (outcome.refusal === "unknown-key") return because("not_found");
      return { problem: refusalOf(outcome) };
    case "failed": {
      const { code, message, hint } = outcome.fault;
      return { problem: problemOf(code, faultStatusOf(code), message, hint ?? "See docs/keys.md.") };
    }
    default:
      return outcome satisfies never;
  }
}

type Refused = Extract<KeyOutcome, { kind: "refused" }>;

const REFUSALS: Record<Exclude<Refused["refusal"], "unknown-key">, readonly [title: string, next: string]> = {
  "index-is-stored": [
    "the key of the blind indexes is not rotated",
    "Indexes are stored: under another key nothing would be found. Rotate `seal`, `wrap` or `backup`.",
  ],
  "not-retired": ["the key is active", "Rotate its use first; then wait until nothing lies under it."],
  "destroyed-already": ["the key was destroyed", "There is nothing left to do."],
  "not-proposed": ["nobody proposed to destroy this key", "The key custodian proposes it first."],
  "same-person": ["you proposed it yourself", "Somebody else has to approve it."],
  "in-use": [
    "the key still opens what is stored",
    "Wait until it lies under another key; what is only added stays.",
  ],
};

function refusalOf({ refusal, holding = [] }: Refused): Problem {
  const [title, next] = REFUSALS[refusal === "unknown-key" ? "destroyed-already" : refusal];
  const problem = problemOf(refusal.replaceAll("-", "_"), 422, title, next);
  return holding.length === 0 ? problem : { ...problem, detail: `under it: ${holding.join(", ")}` };
}

function problemOf(code: string, status: number, title: string, next: string): Problem {
  return { type: `https://modicum.dev/errors/${code}`, title, status, code, next };
}

function presentKey({
  id,
  use,
  state,
  madeAt,
  retiredAt,
  destroyedAt,
  proposal,
}: KeyInfo): KeysChanged["keys"][number] {
  return {
    id,
    use,
    state,
    madeAt: isoOf(madeAt),
    retiredAt: retiredAt === null ? null : isoOf(retiredAt),
    destroyedAt: destroyedAt === null ? null : isoOf(destroyedAt),
    proposal: proposal === null ? null : { person: proposal.personId, at: isoOf(proposal.at) },
  };
}

function isoOf(at: number): string {
  return new Date(at).toISOString();
}
