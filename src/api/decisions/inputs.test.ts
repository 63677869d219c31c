import { describe, expect, it } from "vitest";
import type { RecordFacts } from "../../catalogue/types.ts";
import { decide } from "../../decision/decide.ts";
import { readInputs, replay, serializeInputs } from "../../decision/replay.ts";
import {
  ask,
  authorization,
  BH,
  brokenGlass,
  CLINIC,
  clinic,
  consent,
  elements,
  fact,
  factsOf,
  jit,
  PART2,
  PSYCHOTHERAPY,
  record,
  selfPay,
  shown,
} from "../../decision/testing/clinic.ts";
import { buildPolicy } from "../../decision/testing/policy-builder.ts";
import type { AccessRequest, Facts } from "../../decision/types.ts";
import { inputsOf } from "./inputs.ts";

const billing = ask({ as: "biller", purpose: "billing" });
const own = ask({ as: "biller", purpose: "claim-support", caseId: "Claim/1" });
const care = ask({ as: "provider", purpose: "treatment" });
const referral = ask({
  as: "provider",
  purpose: "treatment",
  act: "disclose",
  recipient: { class: "provider", id: "dr-lee", verified: true },
});
const relations = [fact("billable", "p1"), fact("care-team", "p1")];
const limited = { why: "unencrypted", elements: elements("claim.header") };
const ownUses = { recipientClasses: [], elements: elements("claim.header") };
const visit = record("Claim", { refs: ["Claim/1", "Encounter/9", "Encounter/hidden"] });

function keep(request: AccessRequest, facts: Facts, of: RecordFacts, policy = clinic): string {
  const decision = decide(request, policy, facts);
  return serializeInputs(inputsOf({ decision, facts }, of, []), policy);
}

describe("what an explanation is replayed from", () => {
  it.each([
    [
      "relation facts",
      own,
      { relations: [fact("claim-assigned", "p1", { refs: ["Claim/1"] })] },
      record("Claim"),
    ],
    ["restrictions", billing, { restrictions: [selfPay(ownUses)] }, record("Claim")],
    [
      "restrictions on what the record refers to",
      billing,
      { restrictions: [selfPay({ ...ownUses, refs: ["Encounter/9"] })] },
      visit,
    ],
    [
      "authorizations",
      referral,
      { authorizations: [authorization({ segments: PSYCHOTHERAPY, recipientIds: ["dr-lee"] })] },
      record("DocumentReference", { segments: PSYCHOTHERAPY }),
    ],
    ["consents", referral, { consents: [consent()] }, record("Condition", { segments: PART2 })],
    ["lent grants", billing, { grants: [jit({ patients: ["p1", "p7"] })] }, record("Observation")],
    [
      "lent grants to records that this one refers to",
      billing,
      { grants: [jit({ refs: ["Encounter/9"] })] },
      record("Observation", { refs: visit.refs }),
    ],
    ["limits of a device", billing, { device: limited }, record("Claim")],
  ] as const)("F013 holds %s", (_, request, some, of) => {
    const [facts, without] = [factsOf({ relations, ...some }), factsOf({ relations })];
    const again = readInputs(keep(request, facts, of), clinic);
    expect(shown(request, facts, of)).not.toEqual(shown(request, without, of));
    expect(shown(again.request, again.facts, again.record)).toEqual(shown(request, facts, of));
  });

  it("F013 holds the labels of the record", () => {
    const facts = factsOf({ relations });
    const labelled = record("Condition", { segments: BH });
    const again = readInputs(keep(billing, facts, labelled), clinic);
    expect(shown(billing, facts, record("Condition"))).toEqual(["condition.code"]);
    expect(shown(again.request, again.facts, again.record)).toBeNull();
  });

  it("F013 holds that a purpose was lent, though for another patient", () => {
    const policy = buildPolicy({ ...CLINIC, roles: { temp: { breakGlass: true } } });
    const temp = ask({ as: "temp", purpose: "treatment" });
    const lent = jit({ purpose: "treatment", patients: ["p7"], refs: ["Encounter/other"] });
    const text = keep(temp, factsOf({ grants: [lent, brokenGlass()] }), record("Condition"), policy);
    expect(replay(text, policy).outcome).toBe("permit");
    for (const untold of ["p7", "Encounter/other"]) expect(text).not.toContain(untold);
  });

  it("F013 names of the record's references none but those that a fact of the caller's own names", () => {
    const restricted = selfPay({ ...ownUses, refs: ["Encounter/9"] });
    const grants = [jit({ refs: ["Encounter/other"] })];
    const text = keep(care, factsOf({ relations, restrictions: [restricted], grants }), visit);
    for (const untold of ["Encounter/9", "Encounter/hidden"]) expect(text).not.toContain(untold);
  });

  it("F013 holds no restriction of another patient, nor of a record that this one has nothing to do with", () => {
    const others = [
      selfPay({ id: "of-another", patientId: "p2" }),
      selfPay({ id: "elsewhere", refs: ["Claim/7"] }),
    ];
    const text = keep(billing, factsOf({ relations, restrictions: others }), record("Claim"));
    expect(text).toContain('"restrictions":[]');
    expect(replay(text, clinic).trace.join("\n")).not.toContain("restriction");
  });
});
