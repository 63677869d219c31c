import type { Credentials } from "../../identity/types.ts";
import { statusOf } from "../../kernel/http-status.ts";
import type { ReasonCode } from "../../kernel/reasons.ts";
import { err } from "../../kernel/result.ts";
import { type Asked, enforce, type Pipeline } from "../../pipeline.ts";
import { pipelineFor } from "./asker.ts";
import { because } from "./reasons.ts";

/** What concerns who calls, not the subject, so that nothing of theirs can be answered. `status` is HTTP's. */
export interface Refused {
  readonly reason: ReasonCode;
  readonly status: number;
  /** For the reader, from policy and question alone. */
  readonly detail: string;
}

/** Reasons for which nothing can be decided, rather than decided against the subject. */
const FAULTS: ReadonlySet<ReasonCode> = new Set([
  "record_unavailable",
  "upstream_unavailable",
  "facts_unavailable",
]);

export function isFault(reason: ReasonCode): boolean {
  return FAULTS.has(reason);
}

export function refused(reason: ReasonCode, detail = ""): Refused {
  return { reason, status: statusOf(reason), detail };
}

/** Records that somebody asked who may not, and says so. */
export async function refuseCaller(
  pipeline: Pipeline,
  credentials: Credentials,
  interaction: string,
  reason: ReasonCode,
): Promise<Refused> {
  const asked: Asked = {
    credentials,
    interaction,
    resourceType: null,
    query: null,
    capability: "read",
    act: "use",
    recipient: null,
    exemption: null,
  };
  const turnedAway = pipelineFor(pipeline, err(reason));
  const enforced = await enforce(turnedAway, asked, () => Promise.resolve(because(reason)));
  const code = enforced.kind === "denied" ? (enforced.reasons[0]?.code ?? reason) : reason;
  return refused(code);
}
