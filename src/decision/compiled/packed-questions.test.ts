import { describe, expect, it, vi } from "vitest";
import type { RelationFact } from "../../catalogue/relations.ts";
import { createFactNames } from "../name-table.ts";
import { PackedRelations } from "../packed-relations.ts";
import { buildPolicy } from "../testing/policy-builder.ts";
import { HeldGrants } from "./held-grants.ts";
import { CAPABILITIES, InternedCaller } from "./interned-caller.ts";
import { ASK_BY_NAMES, NOTHING, UNKNOWN } from "./numbers.ts";
import { PackedQuestions } from "./packed-questions.ts";
import { tablesOf } from "./policy-tables.ts";
import type { InternedQuestion, InternedSession } from "./view-interned.ts";
import { viewInterned } from "./view-interned.ts";

const NOW = 1_000_000;
const NAMES = createFactNames();
const FACT: RelationFact = {
  relation: "clinic",
  patientId: "p1",
  from: NOW,
  until: NOW + 10,
  syncedAt: NOW,
  refs: [],
  source: "test",
};

const policyWith = (elements: readonly string[]) =>
  buildPolicy({
    elements: { "patient.name": ["Patient"], "claim.header": ["Claim"] },
    relations: { clinic: {} },
    purposes: { care: { basis: "treatment" } },
    roles: { nurse: { grants: [{ purpose: "care", on: "clinic", elements: [...elements] }] } },
  });
const POLICY = policyWith(["patient.*"]);

function sessionOf(facts: readonly RelationFact[] = [FACT], policy = POLICY): InternedSession {
  const grants = HeldGrants.of([], policy, NAMES.patients);
  if (grants === null) throw new Error("no grants do not fit");
  const caller = new InternedCaller(policy, { roles: ["nurse"], system: "ehr", channel: "fhir" });
  return { caller, relations: new PackedRelations(facts, NAMES), grants, own: UNKNOWN };
}

const SESSION = sessionOf();

function question(change: Partial<InternedQuestion> = {}): InternedQuestion {
  const { tables } = (change.session ?? SESSION).caller;
  return {
    session: SESSION,
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

function packed(...asked: InternedQuestion[]): PackedQuestions {
  return new PackedQuestions(
    tablesOf(POLICY),
    asked,
    asked.map(() => 0),
  );
}

const viewsOf = (questions: PackedQuestions): number[] =>
  Array.from({ length: questions.length }, (_, at) => questions.viewAt(at));

describe("packed questions", () => {
  it("F007 DEC-TAB-1 keep what each of them asks: the patient, the type, the hour to the millisecond", () => {
    const claim = tablesOf(POLICY).typeNumber("Claim");
    const changes = [{ now: NOW - 1 }, {}, { now: NOW + 10 }, { patient: 99 }, { type: claim }, { type: -1 }];
    const asked = changes.map((change) => question(change));
    const expected = asked.map((one) => viewInterned(one, 0));
    expect(expected.map((view) => view > NOTHING)).toEqual([false, true, false, false, false, false]);
    const questions = packed(...asked);
    expect([viewsOf(questions), viewsOf(questions)]).toEqual([expected, expected]);
    expect(questions.keptAt(questions.viewAt(1))).toBe(1);
  });

  it("F007 DEC-TAB-1 answer from memory what was met before, without the question", () => {
    const asked = question();
    const questions = packed(asked);
    const first = questions.viewAt(0);
    const record = vi.spyOn(asked, "record", "get");
    const session = vi.spyOn(asked, "session", "get");
    expect(questions.viewAt(0)).toBe(first);
    expect([record.mock.calls, session.mock.calls]).toEqual([[], []]);
  });

  it("F007 DEC-TAB-1 ask each record where a relation names records", () => {
    const session = sessionOf([{ ...FACT, refs: ["Claim/3"] }]);
    const records = ["p1", "x"].map((id) => ({ type: "Patient", id, refs: [] }));
    const questions = packed(...records.map((record) => question({ session, record })));
    expect(viewsOf(questions).map((view) => view > NOTHING)).toEqual([true, false]);
  });

  it("DEC-TAB-4 ask by names beyond the end, for a purpose without a number, and for what was not looked up", () => {
    const questions = packed(question({ purpose: UNKNOWN }));
    expect([questions.viewAt(0), questions.viewAt(1)]).toEqual([ASK_BY_NAMES, ASK_BY_NAMES]);
    expect(new PackedQuestions(tablesOf(POLICY), [question()], []).viewAt(0)).toBe(ASK_BY_NAMES);
  });

  it("DEC-TAB-4 are refused where one stands under another policy", () => {
    const other = question({ session: sessionOf([FACT], policyWith(["claim.*"])) });
    expect(() => packed(question(), other)).toThrow(expect.objectContaining({ code: "internal" }));
  });
});
