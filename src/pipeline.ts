/**
 * READ FIRST. The way of every request: identify → decide → minimize → record.
 * Each surface (FHIR, API, files later) calls `enforce` and differs in `answer` alone.
 */
import type { RecordedRelease } from "./audit/types.ts";
import { decide } from "./decision/decide.ts";
import { because } from "./decision/reasons.ts";
import type { AccessRequest, Decision, Facts, Reason } from "./decision/types.ts";
import type { Caller, Credentials } from "./identity/types.ts";
import type { ReasonCode } from "./kernel/reasons.ts";
import type { Result } from "./kernel/result.ts";
import type { CompiledPolicy } from "./policy/types.ts";

export interface Pipeline {
  now(): number;
  /** Null while no valid policy is in force: everything is denied. */
  policy(): CompiledPolicy | null;
  identify(credentials: Credentials): Promise<Result<Caller, ReasonCode>>;
  /** @param policy what it will be decided under; absent: the one in force. */
  requestOf(caller: Caller, question: Asked, now: number, policy?: CompiledPolicy): AccessRequest;
  facts(caller: Caller, policy: CompiledPolicy): Promise<Facts>;
  /** Tells how long a step takes, and gives what the step gives. Not given: nobody is told. */
  readonly stage?: <T>(name: "decide" | "minimize", step: () => T) => T;
  /** Resolves when the entry is durable; rejects when it is not. Returns the entry's id. */
  record(
    caller: Caller | null,
    asked: Asked,
    decision: Decision | null,
    release: RecordedRelease,
  ): Promise<string>;
}

/** What is asked, before anyone looks at data. */
export interface Asked extends Pick<AccessRequest, "act" | "capability" | "recipient" | "exemption"> {
  readonly credentials: Credentials;
  /** `fhir.read`, `fhir.search`… */
  readonly interaction: string;
  readonly resourceType: string | null;
  /** Sealed before it is stored; never logged. */
  readonly query: string | null;
}

export interface Permitted {
  readonly caller: Caller;
  readonly policy: CompiledPolicy;
  readonly decision: Decision;
  readonly facts: Facts;
  readonly now: number;
}

export interface Answer<T> {
  readonly value: T;
  readonly release: RecordedRelease;
}

export type Enforced<T> =
  | { readonly kind: "answered"; readonly entryId: string; readonly value: T; readonly decision: Decision }
  | { readonly kind: "denied"; readonly entryId: string | null; readonly reasons: readonly Reason[] };

/**
 * INVARIANT: returns an answer only after its entry is durable; any fault on the way denies. One policy holds from begin
 * to end, whichever comes into force meanwhile.
 */
export async function enforce<T>(
  pipeline: Pipeline,
  asked: Asked,
  answer: (permitted: Permitted) => Promise<Answer<T> | Reason>,
): Promise<Enforced<T>> {
  const now = pipeline.now();
  const deny = async (
    caller: Caller | null,
    decision: Decision | null,
    reasons: readonly Reason[],
  ): Promise<Enforced<T>> => {
    const release: RecordedRelease = { outcome: "deny", reason: reasons[0]?.code ?? "evaluation_error" };
    const entryId = await pipeline.record(caller, asked, decision, release).catch(() => null);
    return { kind: "denied", entryId, reasons: entryId === null ? [because("record_unavailable")] : reasons };
  };

  const caller = await pipeline.identify(asked.credentials).catch(() => null);
  if (caller === null) return deny(null, null, [because("evaluation_error")]);
  if (!caller.ok) return deny(null, null, [because(caller.error)]);
  const policy = pipeline.policy();
  if (policy === null) return deny(caller.value, null, [because("policy_missing")]);

  const stage = pipeline.stage ?? untold;
  let decision: Decision | null = null;
  try {
    const facts = await pipeline.facts(caller.value, policy);
    const request = pipeline.requestOf(caller.value, asked, now, policy);
    decision = stage("decide", () => decide(request, policy, facts));
    if (decision.outcome === "deny") return await deny(caller.value, decision, decision.reasons);
    const permitted = { caller: caller.value, policy, decision, facts, now };
    const answered = await stage("minimize", () => answer(permitted));
    if ("code" in answered) return await deny(caller.value, decision, [answered]);
    const entryId = await pipeline.record(caller.value, asked, decision, answered.release).catch(() => null);
    if (entryId === null) return { kind: "denied", entryId: null, reasons: [because("record_unavailable")] };
    return { kind: "answered", entryId, value: answered.value, decision };
  } catch {
    return deny(caller.value, decision, [because("evaluation_error")]);
  }
}

const untold: NonNullable<Pipeline["stage"]> = (_name, step) => step();
