import { assert, noBias, property, uint8Array } from "fast-check";
import { expect, it } from "vitest";
import type { ReasonCode } from "../kernel/reasons.ts";
import { compiledView } from "./compiled/view.ts";
import { decide } from "./decide.ts";
import { referenceTransform } from "./reference/decider.ts";
import type { Call } from "./testing/call.ts";
import { randomCall } from "./testing/call.ts";
import { Tape } from "./testing/tape.ts";
import { randomPolicy } from "./testing/world.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { viewOf } from "./view.ts";

const CALLS_PER_POLICY = 25;
/** Requests, each on two records; FUZZ_RUNS for a longer or shorter run. */
const RUNS = Number(process.env["FUZZ_RUNS"] ?? 100_000);
const TAPE = noBias(uint8Array({ minLength: 4000, maxLength: 4000 }));

/** Every kind of rule an engine can give or cut by. */
const RULE_KINDS = [
  "role:",
  "purpose:/disclose",
  "purpose:/request",
  "exempt:treatment",
  "exempt:individual",
  "exempt:authorization",
  "exempt:hhs",
  "exempt:required-by-law",
  "exempt:hipaa-compliance",
  "grant:",
  "exception:",
  "ceiling:device",
  "ceiling:never",
  "ceiling:segment",
  "ceiling:restriction",
  "ceiling:baa",
  "ceiling:scope",
  "ceiling:device",
];

/** Every code that a denial by `decide` can name, but for faults, which the generators do not make. */
const REASON_CODES: readonly ReasonCode[] = [
  "device_limited",
  "person_inactive",
  "role_missing",
  "purpose_missing",
  "purpose_unknown",
  "purpose_not_declarable",
  "purpose_not_permitted",
  "purpose_needs_case",
  "act_not_permitted",
  "wrong_channel",
  "wrong_system",
  "recipient_missing",
  "recipient_not_permitted",
  "recipient_unverified",
  "exemption_unknown",
  "exemption_not_applicable",
  "authorization_missing",
  "authorization_revoked",
  "authorization_expired",
  "defective_authorization",
  "beyond_authorization",
  "law_citation_missing",
  "beyond_law",
  "transaction_profile_missing",
  "element_never",
  "baa_inactive",
  "beyond_baa",
  "scope_not_granted",
  "grant_expired",
  "no_grant",
];

interface Seen {
  readonly kinds: Set<string>;
  readonly codes: Set<ReasonCode>;
  permitted: number;
  decided: number;
  shown: number;
  /** Views that tables answered. */
  compiled: number;
}

it(
  "F007 DEC-CEIL-8 the engine and the naive reference show the same of every element of every record",
  { timeout: 300_000 + 20 * RUNS },
  () => {
    const seen: Seen = {
      kinds: new Set(),
      codes: new Set(),
      permitted: 0,
      decided: 0,
      shown: 0,
      compiled: 0,
    };
    assert(
      property(TAPE, (bytes) => {
        const tape = new Tape(bytes);
        const policy = randomPolicy(tape, "any");
        for (let n = 0; n < CALLS_PER_POLICY; n++) compare(policy, randomCall(tape, policy, "any"), seen);
      }),
      { numRuns: Math.ceil(RUNS / CALLS_PER_POLICY), endOnFailure: true },
    );
    const rate = seen.permitted / seen.decided;
    expect(rate).toBeGreaterThan(0.2);
    expect(rate).toBeLessThan(0.8);
    expect(seen.compiled / (2 * seen.decided)).toBeGreaterThan(0.1);
    if (RUNS < 100_000) return;
    expect(RULE_KINDS.filter((kind) => !seen.kinds.has(kind))).toEqual([]);
    expect(REASON_CODES.filter((code) => !seen.codes.has(code))).toEqual([]);
    expect([...seen.codes].filter((code) => !REASON_CODES.includes(code))).toEqual([]);
    expect(seen.shown / (2 * seen.decided)).toBeGreaterThan(0.05);
  },
);

function compare(policy: CompiledPolicy, { request, facts, records }: Call, seen: Seen): void {
  const decision = decide(request, policy, facts);
  seen.decided += 1;
  if (decision.outcome === "permit") seen.permitted += 1;
  for (const { code } of decision.reasons) seen.codes.add(code);
  for (const { rule } of decision.ceilings) seen.kinds.add(kindOf(rule));
  for (const record of records) {
    const view = viewOf(decision, record, facts);
    if (view !== null) seen.shown += 1;
    if (decision.outcome === "permit" && compiledView(decision, record, facts) !== undefined)
      seen.compiled += 1;
    for (const rule of view?.rules ?? []) seen.kinds.add(kindOf(rule));
    const engine = policy.catalogue.elements.map(({ index }) => view?.elements[index] ?? 0);
    const reference = policy.catalogue.elements.map(({ index }) =>
      referenceTransform({ request, policy, facts, record, element: index }),
    );
    expect(engine).toEqual(reference);
  }
}

/** `role:r0/payment#1` → `role:`, `purpose:payment/disclose` → `purpose:/disclose`, `ceiling:baa/x` → `ceiling:baa`. */
function kindOf(rule: string): string {
  if (rule.startsWith("purpose:")) return `purpose:${rule.slice(rule.lastIndexOf("/"))}`;
  if (rule.startsWith("ceiling:")) return rule.split("/")[0] ?? rule;
  return rule.startsWith("exempt:") ? rule : rule.slice(0, rule.indexOf(":") + 1);
}
