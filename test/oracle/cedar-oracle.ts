import * as cedar from "@cedar-policy/cedar-wasm/nodejs";
import type { CedarExport } from "../../src/policy/export/cedar/export.ts";
import { circumstancesOf, contextOf, entitiesOf, PERSON, RECORD, standsOf } from "./asking.ts";
import type { Situation } from "./standing-facts.ts";

const POLICIES = "policies";
const SCHEMA = "schema";
const SEE = { type: "Action", id: "see" };

/** Cedar's answers to questions about one policy at a time. */
export interface CedarOracle {
  /** Whether Cedar shows these elements of the record, in their order. Throws when a policy fails on a request. */
  shows(at: Situation, elements: readonly number[]): boolean[];
  /** Requests made of Cedar so far. */
  readonly requests: number;
}

/** Parses the statements once; from then on Cedar answers about this policy, until the next is opened. */
export function openOracle(
  { schema, statements }: Pick<CedarExport, "schema" | "statements">,
  strict = false,
): CedarOracle {
  succeeded(cedar.preparseSchema(SCHEMA, schema));
  succeeded(cedar.preparsePolicySet(POLICIES, { staticPolicies: Object.fromEntries(statements) }));
  let requests = 0;
  return {
    shows(at, elements) {
      const entities = entitiesOf(at);
      const circumstances = circumstancesOf(at);
      const stands = standsOf(at);
      return elements.map((element) =>
        stands.some((on) => {
          requests += 1;
          const context = contextOf(at, circumstances, element, on);
          return allows({ principal: PERSON, action: SEE, resource: RECORD, context, entities }, strict);
        }),
      );
    },
    get requests() {
      return requests;
    },
  };
}

function allows(
  call: Omit<cedar.StatefulAuthorizationCall, "preparsedPolicySetId">,
  strict: boolean,
): boolean {
  const checked = strict
    ? { preparsedSchemaName: SCHEMA, validateRequest: true }
    : { validateRequest: false };
  const answer = cedar.statefulIsAuthorized({ ...call, ...checked, preparsedPolicySetId: POLICIES });
  if (answer.type === "failure") throw new Error(answer.errors.map(({ message }) => message).join("; "));
  const { decision, diagnostics } = answer.response;
  // Cedar passes over a policy that fails; a forbid that was passed over would make the oracle too generous.
  if (diagnostics.errors.length > 0)
    throw new Error(diagnostics.errors.map(({ error }) => error.message).join("; "));
  return decision === "allow";
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
