import { describe, expect, it } from "vitest";
import type { RelationFact } from "../../catalogue/relations.ts";
import { createFactNames } from "../name-table.ts";
import { PackedRelations } from "../packed-relations.ts";
import type { GrantSpec } from "../testing/policy-builder.ts";
import { buildPolicy } from "../testing/policy-builder.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import type { TemporaryGrant } from "../types.ts";
import { HeldGrants } from "./held-grants.ts";
import { CAPABILITIES, InternedCaller } from "./interned-caller.ts";
import { InternedViews } from "./interned-views.ts";
import { ASK_BY_NAMES, NOTHING, UNKNOWN } from "./numbers.ts";
import { tablesOf } from "./policy-tables.ts";
import type { InternedQuestion, InternedSession } from "./view-interned.ts";
import { lentTo, viewInterned } from "./view-interned.ts";

const NOW = 1_000_000;
const NAMES = createFactNames();
const FACT: RelationFact = {
  relation: "clinic",
  patientId: "p1",
  from: 0,
  until: NOW + 1,
  syncedAt: NOW,
  refs: [],
  source: "test",
};

function policyWith(grants: readonly GrantSpec[], relations = ["clinic"]): CompiledPolicy {
  return buildPolicy({
    elements: { "patient.name": ["Patient"], "claim.header": ["Claim"] },
    relations: Object.fromEntries(relations.map((id) => [id, {}])),
    purposes: { care: { basis: "treatment" }, bill: { basis: "payment" } },
    roles: { nurse: { grants } },
    exceptions: [
      {
        id: "e",
        role: "nurse",
        grant: { purpose: "bill", on: "clinic", elements: ["claim.*"] },
        period: { from: NOW, until: NOW + 10 },
      },
    ],
  });
}

const POLICY = policyWith([{ purpose: "care", on: "clinic", elements: ["patient.*"] }]);

function sessionOf(change: Partial<InternedSession> = {}, policy = POLICY): InternedSession {
  const caller = new InternedCaller(policy, { roles: ["nurse"], system: "ehr", channel: "fhir" });
  return {
    caller,
    relations: new PackedRelations([FACT], NAMES),
    grants: holding(policy),
    own: UNKNOWN,
    ...change,
  };
}

function holding(policy: CompiledPolicy, ...grants: TemporaryGrant[]): HeldGrants {
  const held = HeldGrants.of(grants, policy, NAMES.patients);
  if (held === null) throw new Error("a grant does not fit");
  return held;
}

function question(change: Partial<InternedQuestion> = {}, session = sessionOf()): InternedQuestion {
  const { tables } = session.caller;
  return {
    session,
    purpose: tables.purposeNumber("care"),
    capability: CAPABILITIES.indexOf("read"),
    type: tables.typeNumber("Patient"),
    segments: 0,
    patient: NAMES.patients.numberOf("p1"),
    now: NOW,
    record: { type: "Patient", id: "p1", refs: [] },
    ...change,
  };
}

function rulesOf(asked: InternedQuestion): readonly string[] | undefined {
  return asked.session.caller.tables.views.viewAt(viewInterned(asked, 0))?.shown.rules;
}

describe("viewInterned", () => {
  it("shows what the rule gives, and says of which elements nothing is changed", () => {
    const asked = question();
    expect(rulesOf(asked)).toEqual(["role:nurse/care#1"]);
    expect(asked.session.caller.tables.views.keptAt(viewInterned(asked, 0))).toBe(1);
  });

  it("shows nothing without relation, for another type, or for a purpose without a grant", () => {
    const { purposes } = tablesOf(POLICY);
    const none = new PackedRelations([], NAMES);
    const type = tablesOf(POLICY).typeNumber("Claim");
    expect(viewInterned(question({}, sessionOf({ relations: none })), 0)).toBe(NOTHING);
    const asked = [{ type }, { type: UNKNOWN }, { purpose: purposes.find("bill"), now: NOW - 1 }];
    expect(asked.map((change) => viewInterned(question(change), 0))).toEqual([NOTHING, NOTHING, NOTHING]);
  });

  it("DEC-TMP-9 follows a dated exception from its beginning to its end", () => {
    const { purposes } = tablesOf(POLICY);
    const claims = { purpose: purposes.find("bill"), type: tablesOf(POLICY).typeNumber("Claim") };
    const session = sessionOf({ relations: new PackedRelations([{ ...FACT, until: NOW + 1000 }], NAMES) });
    const shown = [NOW - 1, NOW, NOW + 9, NOW + 10, NOW].map((now) =>
      viewInterned(question({ ...claims, now }, session), 0),
    );
    expect(shown.map((view) => view > NOTHING)).toEqual([false, true, true, false, true]);
  });

  it("DEC-TAB-4 asks by names for a purpose without a number, and where more relations are mentioned than there are bits", () => {
    expect(viewInterned(question({ purpose: UNKNOWN }), 0)).toBe(ASK_BY_NAMES);
    const many = Array.from({ length: 40 }, (_, n) => `relation-${n}`);
    const grants = many.map((on) => ({ purpose: "care", on, elements: ["patient.*"] }));
    expect(viewInterned(question({}, sessionOf({}, policyWith(grants, [...many, "clinic"]))), 0)).toBe(
      ASK_BY_NAMES,
    );
  });

  it("DEC-TAB-4 asks by names for grants of another policy", () => {
    const elements = new Uint8Array(2);
    const reach = { act: "use", patients: ["p1"], refs: [], segments: 0, systems: [] } as const;
    const grant = {
      id: "g",
      kind: "jit",
      purpose: "care",
      ...reach,
      elements,
      from: 0,
      until: NOW + 1,
    } as const;
    const grants = [POLICY, policyWith([])].map((policy) => holding(policy, grant));
    expect(grants.map((held) => lentTo(question({}, sessionOf({ grants: held }))))).toEqual([1, UNKNOWN]);
    expect(viewInterned(question(), UNKNOWN)).toBe(ASK_BY_NAMES);
  });

  it("DEC-DENY-2 holds no grants where one does not fit the policy", () => {
    const reach = { act: "use", patients: ["p2"], refs: [], segments: 0, systems: [] } as const;
    const elements = new Uint8Array(1);
    const grant = { id: "g", kind: "jit", purpose: "care", ...reach, elements, from: 0, until: 1 } as const;
    expect(HeldGrants.of([grant], POLICY, NAMES.patients)).toBeNull();
  });
});

it("views keep their numbers however many there are", () => {
  const views = new InternedViews();
  const view = (n: number) => ({
    shown: { elements: Uint8Array.of(n % 256), rules: [`r${n}`], grantIds: [] },
    kept: Int32Array.of(n),
    lends: [],
  });
  const numbers = Array.from({ length: 20_000 }, (_, n) => views.keep(n + 1, n % 17, n % 3, view(n)));
  expect(new Set(numbers).size).toBe(20_000);
  const lost = numbers.filter(
    (number, n) => views.find(n + 1, n % 17, n % 3) !== number || views.keptAt(number) !== n,
  );
  expect(lost).toEqual([]);
  expect(views.find(20_001, 0, 0)).toBe(ASK_BY_NAMES);
  expect(views.find(0, 0, 0), "of a question of which nothing holds").toBe(NOTHING);
});
