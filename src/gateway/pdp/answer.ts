import type { Decision, Reason } from "../../decision/types.ts";
import { REASONS } from "../../kernel/reasons.ts";
import type { ReasonCode } from "../../kernel/reasons.ts";
import type { AccessRequestHint } from "./access-request.ts";
import type { Verdict } from "./judge.ts";
import type { PdpDecision } from "./messages.ts";

/** Obligations are of the type `custom` of the AuthZEN Obligations Profile (draft 1), told apart by vendor and action. */
interface Obligation {
  readonly type: "custom";
  readonly id: string;
  readonly vendor: "modicum";
  readonly action: "release-elements" | "account-for-disclosure" | "attach-part2-notice";
  readonly elements?: readonly { readonly id: string; readonly as: string }[];
}

/** A yes, with what has to be done to what leaves: whatever is not named among the elements stays. */
export function permitted(
  evaluationId: string,
  decision: Decision,
  { elements }: Verdict,
  honorsObligations: boolean,
): PdpDecision {
  const reminders = decision.purposes.flatMap((id) => decision.policy.purposes.get(id)?.reminder ?? []);
  return {
    decision: true,
    context: {
      evaluation_id: evaluationId,
      policy: decision.policyHash,
      purposes: decision.purposes,
      ...(honorsObligations ? { obligations: obligationsOf(decision, elements) } : {}),
      ...(reminders.length === 0 ? {} : { reminders: [...new Set(reminders)] }),
      ...(decision.segmentsLeftOut.length === 0 ? {} : { segments_left_out: decision.segmentsLeftOut }),
    },
  };
}

function obligationsOf({ obligations }: Decision, elements: Verdict["elements"]): readonly Obligation[] {
  const own = { type: "custom", vendor: "modicum" } as const;
  return [
    { ...own, id: "release-elements", action: "release-elements", elements },
    ...obligations.flatMap(({ kind }): Obligation[] => {
      if (kind === "accounting") return [{ ...own, id: kind, action: "account-for-disclosure" }];
      return kind === "part2-notice" ? [{ ...own, id: kind, action: "attach-part2-notice" }] : [];
    }),
  ];
}

/** A no, with why for the person and for the administrator (section 5.5.2), from policy and question alone. */
export function denied(
  evaluationId: string | null,
  reasons: readonly Reason[],
  hint: AccessRequestHint | null,
): PdpDecision {
  const first = reasons[0];
  const code: ReasonCode = first?.code ?? "evaluation_error";
  const { title, next } = REASONS[code];
  const admin = [code, first?.rule ?? "", first?.detail ?? ""].filter((part) => part !== "");
  return {
    decision: false,
    context: {
      ...(evaluationId === null ? {} : { evaluation_id: evaluationId }),
      reason: code,
      reason_user: { "403": `${title}. ${next}` },
      reason_admin: { "403": admin.join(": ") },
      ...(hint === null ? {} : { access_request: hint }),
    },
  };
}

/** One evaluation of a batch that cannot be read (section 7.2.1). Names fields, never values. */
export function unreadable(fields: string): PdpDecision {
  return { decision: false, context: { error: { status: 400, message: fields } } };
}
