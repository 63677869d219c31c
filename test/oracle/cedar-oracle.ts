import { createHash } from "node:crypto";
import { setFlagsFromString } from "node:v8";
import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import type { CedarExport } from "../../src/policy/export/cedar/export.ts";
import type { Stand } from "./asking.ts";
import { circumstancesOf, contextOf, entitiesOf, PERSON, RECORD, standsOf } from "./asking.ts";
import type { Situation } from "./standing-facts.ts";

// V8 of Node 20 ends the process ("unreachable code" in its deoptimizer) when a call into WebAssembly that it has inlined
// is deoptimized while the call runs.
setFlagsFromString("--no-turbo-inline-js-wasm-calls");

const POLICIES = "policies";
const SCHEMA = "schema";
const SEE = { type: "Action", id: "see" };

/** Cedar's answers to questions about one policy at a time. */
export interface CedarOracle {
  /** Whether Cedar shows this element of the record. Throws when a policy fails on a request. */
  shows(at: Situation, element: number): boolean;
  /** For each stand, the ids of the forbids that Cedar denied by; none: nothing permitted it. */
  forbids(at: Situation, element: number): readonly (readonly string[])[];
  /** How many questions Cedar decided, on whatever stands, each that differs from every other once. */
  distinct(): number;
}

/** Parses the statements once; from then on Cedar answers about this policy, until the next is opened. */
export function openOracle(
  { schema, statements }: Pick<CedarExport, "schema" | "statements">,
  strict = false,
): CedarOracle {
  succeeded(cedar.preparseSchema(SCHEMA, schema));
  succeeded(cedar.preparsePolicySet(POLICIES, { staticPolicies: Object.fromEntries(statements) }));
  const checked = strict
    ? { preparsedSchemaName: SCHEMA, validateRequest: true }
    : { validateRequest: false };
  const distinct = new Set<string>();
  const asking = (at: Situation, element: number): ((on: Stand) => cedar.Response) => {
    const asked = { ...at, element };
    const entities = entitiesOf(asked);
    const circumstances = circumstancesOf(asked);
    const question = digestOf(JSON.stringify([entities, circumstances]));
    return (on) => {
      // Only here: where there is no stand, Cedar is asked nothing.
      distinct.add(question);
      const context = contextOf(asked, circumstances, on);
      return answerTo({ principal: PERSON, action: SEE, resource: RECORD, context, entities, ...checked });
    };
  };
  return {
    shows(at, element) {
      const ask = asking(at, element);
      return standsOf(at).some((on) => ask(on).decision === "allow");
    },
    forbids(at, element) {
      const denials = standsOf(at).map(asking(at, element));
      return denials
        .filter(({ decision }) => decision === "deny")
        .map(({ diagnostics }) => diagnostics.reason);
    },
    distinct: () => distinct.size,
  };
}

/** Short, so that tens of thousands of them can be held. */
function digestOf(text: string): string {
  return createHash("sha1").update(text).digest("base64");
}

function answerTo(call: Omit<cedar.StatefulAuthorizationCall, "preparsedPolicySetId">): cedar.Response {
  const answer = cedar.statefulIsAuthorized({ ...call, preparsedPolicySetId: POLICIES });
  if (answer.type === "failure") throw new Error(answer.errors.map(({ message }) => message).join("; "));
  const { errors } = answer.response.diagnostics;
  // Cedar passes over a policy that fails; a forbid that was passed over would make the oracle too generous.
  if (errors.length > 0) throw new Error(errors.map(({ error }) => error.message).join("; "));
  return answer.response;
}

/** What Cedar's validator finds wrong or suspicious with the statements under the schema. */
export function findingsOf({ schema, statements }: Pick<CedarExport, "schema" | "statements">): string[] {
  const answer = cedar.validate({ schema, policies: { staticPolicies: Object.fromEntries(statements) } });
  if (answer.type === "failure") return answer.errors.map(({ message }) => message);
  const found = [...answer.validationErrors, ...answer.validationWarnings];
  return [
    ...found.map(({ policyId, error }) => `${policyId}: ${error.message}`),
    ...answer.otherWarnings.map(({ message }) => message),
  ];
}

function succeeded(answer: cedar.CheckParseAnswer): void {
  if (answer.type === "failure") throw new Error(answer.errors.map(({ message }) => message).join("; "));
}
