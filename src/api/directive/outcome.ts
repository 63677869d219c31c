import { because } from "../../decision/reasons.ts";
import type { Reason } from "../../decision/types.ts";
import type { Directive, DirectiveOutcome } from "../../governance/directives/directive.ts";
import { recordedAct } from "../../governance/directives/desk.ts";
import { faultStatusOf } from "../../kernel/http-status.ts";
import type { ControlAnswer, ControlObstacle } from "../control.ts";
import type { Problem } from "../problem.ts";

/** What came of a change of a patient's restriction or consent, for its caller and for the record. */
export function answerDirective<D extends Directive<unknown>, T>(
  noun: string,
  outcome: DirectiveOutcome<D>,
  present: (directive: D) => T,
): ControlAnswer<T> | ControlObstacle | Reason {
  switch (outcome.kind) {
    case "absent":
      return because("not_found");
    case "conflict":
      return { problem: CONFLICT };
    case "refused":
      return { problem: problemOf(outcome.refusal) };
    case "unchanged":
      return { value: present(outcome.directive), patients: [outcome.directive.patientId] };
    case "changed": {
      const { directive } = outcome;
      const changes = [recordedAct(noun, directive)];
      return { value: present(directive), patients: [directive.patientId], changes };
    }
    default:
      return outcome satisfies never;
  }
}

const CONFLICT: Problem = {
  type: "https://modicum.dev/errors/conflict",
  title: "the id stands for something else, or somebody else acted meanwhile",
  status: faultStatusOf("conflict"),
  code: "conflict",
  next: "Read it again, or give a new id.",
};

function problemOf({ code, message, hint }: { code: string; message: string; hint: string }): Problem {
  return {
    type: `https://modicum.dev/errors/directive/${code}`,
    title: message,
    status: faultStatusOf("policy_invalid"),
    code,
    next: hint,
  };
}
