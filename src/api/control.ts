import type { Context, TypedResponse } from "hono";
import type { Act, Capability } from "../catalogue/vocabulary.ts";
import { givesControlElement } from "../decision/control-element.ts";
import type { Decision, Reason, Recipient } from "../decision/types.ts";
import { consoleCookies } from "../identity/sessions/cookie.ts";
import type { Credentials } from "../identity/types.ts";
import { type Answer, type Asked, enforce, type Permitted, type Pipeline } from "../pipeline.ts";
import { deniedProblem, type Problem, problemResponse } from "./problem.ts";

/** What an operation of the control API takes: an element of the catalogue, and what one does with it. */
export interface ControlNeed {
  readonly interaction: string;
  readonly capability: Capability;
  /** `record.entries`, `workforce.roster`…; null: only who asks matters. */
  readonly element: string | null;
  /** `use` unless said. */
  readonly act?: Act;
  readonly recipient?: Recipient;
  readonly resourceType?: string;
  /** Sealed with the entry. */
  readonly query?: string;
  /** In whose name the server acts, in place of what the request carries: the demo's guide. */
  readonly credentials?: Credentials;
}

/** What an operation let out, for the record. */
export interface ControlAnswer<T> {
  readonly value: T;
  readonly patients?: readonly string[];
  readonly records?: readonly string[];
  readonly released?: readonly string[];
  /** What it changed, in ids of the policy. */
  readonly changes?: readonly string[];
}

/** Permitted and recorded, but not done: what stands in the way, as problem+json with the id of the entry. */
export interface ControlObstacle {
  readonly problem: Problem;
}

/** Runs one operation of the control API through the pipeline, so that it is decided and recorded like any other. */
export async function control<T>(
  pipeline: Pipeline,
  c: Context,
  need: ControlNeed,
  answer: (permitted: Permitted) => Promise<ControlAnswer<T> | ControlObstacle | Reason>,
): Promise<TypedResponse<T, 200, "json">> {
  const result = await enforce<ControlAnswer<T> | ControlObstacle>(
    pipeline,
    askedOf(c, need),
    async (permitted) => {
      const lacking = lackingElement(need, permitted);
      if (lacking !== null) return lacking;
      const answered = await answer(permitted);
      return "code" in answered ? answered : recorded(need, permitted.decision, answered);
    },
  );
  if (result.kind === "denied") return asTyped(deniedProblem(c, result.reasons, result.entryId));
  c.header("Cache-Control", "no-store");
  c.header("X-Request-Id", result.entryId);
  const { value: answered } = result;
  if ("problem" in answered)
    return asTyped(problemResponse(c, { ...answered.problem, entry: result.entryId }));
  return asTyped(c.json(answered.value as object, 200));
}

/** The contract types the result; denials are problem+json and declared beside it (contract.ts). */
export function asTyped<T>(response: Response): TypedResponse<T, 200, "json"> {
  return response as unknown as TypedResponse<T, 200, "json">;
}

/** True when the decision gives this control element whole. */
export function givesElement({ decision }: Permitted, element: string): boolean {
  return givesControlElement(decision, element);
}

export function credentialsOf(c: Context): Credentials {
  return {
    authorization: c.req.header("authorization"),
    session: consoleCookies((name) => c.req.header(name)),
    purposeHeader: c.req.header("x-purpose-of-use"),
    caseHeader: c.req.header("x-case"),
    deviceHeader: c.req.header("modicum-device"),
    channel: "api",
  };
}

/** What the record says was asked of the control API. */
export function askedOf(c: Context, need: ControlNeed): Asked {
  return {
    act: need.act ?? "use",
    capability: need.capability,
    recipient: need.recipient ?? null,
    exemption: null,
    credentials: need.credentials ?? credentialsOf(c),
    interaction: need.interaction,
    resourceType: need.resourceType ?? null,
    query: need.query ?? null,
  };
}

/** Why the element that an operation takes is not given; null: it is. */
export function lackingElement(
  need: Pick<ControlNeed, "element" | "capability">,
  permitted: Permitted,
): Reason | null {
  if (need.element === null || givesElement(permitted, need.element)) return null;
  return {
    code: "no_grant",
    rule: null,
    detail: `this needs \`${need.element}\` with the capability \`${need.capability}\``,
  };
}

function recorded<T>(
  need: ControlNeed,
  decision: Decision,
  answered: ControlAnswer<T> | ControlObstacle,
): Answer<ControlAnswer<T> | ControlObstacle> {
  const told: Partial<ControlAnswer<T>> = "problem" in answered ? {} : answered;
  return {
    value: answered,
    release: {
      outcome: "permit",
      reason: null,
      rules: [...new Set(decision.slices.map((slice) => slice.rule))],
      grantIds: [],
      patients: told.patients ?? [],
      records: told.records ?? [],
      released: told.released ?? (need.element === null ? [] : [need.element]),
      withheldCount: 0,
      changes: told.changes ?? [],
    },
  };
}
