import { beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../../kernel/json.ts";
import { stringifyJson } from "../../kernel/json.ts";
import { editPolicy, withChanges } from "../../policy/edit/edit-policy.ts";
import type { CellEdit } from "../../policy/edit/types.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { compilePolicy, validatePolicy } from "../../policy/validate.ts";
import { createFhirAnswerer } from "./gateway.ts";
import { entriesIn, jsonOf, questionAs } from "./testing/ask.ts";
import { practiceRecords } from "./testing/charts.ts";
import { memoryUpstream } from "./testing/memory-upstream.ts";
import { practiceFiles } from "./testing/policy.ts";
import { depsOf, NOW, practice } from "./testing/practice.ts";

const PLACES = {
  nina: { role: "nurse", purpose: "treatment", on: "clinic" },
  bea: { role: "biller", purpose: "billing", on: "billable" },
  sue: { role: "support", purpose: "support", on: "ticket" },
} as const;
type Person = keyof typeof PLACES;

const TYPES = [
  "Patient",
  "Encounter",
  "Observation",
  "Condition",
  "Claim",
  "DocumentReference",
  "Practitioner",
];

/** Every record of every type that a person is shown, as plain values by `Type/id`. */
async function shownTo(person: Person, policy: CompiledPolicy): Promise<ReadonlyMap<string, unknown>> {
  const state = practice();
  state.inForce = policy;
  const ask = createFhirAnswerer(depsOf(state, memoryUpstream(practiceRecords(), policy.catalogue)));
  const shown = new Map<string, unknown>();
  for (const type of TYPES) {
    const reply = await ask(questionAs(person, `/${type}?_count=100`));
    if (reply.status !== 200) continue;
    for (const one of entriesIn(jsonOf(reply)))
      shown.set(`${type}/${one["id"] as string}`, JSON.parse(stringifyJson(one)));
  }
  return shown;
}

function withCell(edit: CellEdit): CompiledPolicy {
  const files = practiceFiles();
  const edited = editPolicy(files, edit, (texts) => validatePolicy(texts, NOW));
  if (!edited.ok) throw new Error(edited.error.message);
  const compiled = compilePolicy(withChanges(files, edited.value.files), NOW);
  if (!compiled.ok) throw new Error("the edited policy does not compile");
  return compiled.value;
}

/** The member of each record that differs, by `Type`; every other member must be the same. */
function membersThatDiffer(
  before: ReadonlyMap<string, unknown>,
  after: ReadonlyMap<string, unknown>,
): readonly string[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  const members = [...keys].flatMap((key) => {
    const [old, now] = [before.get(key) as JsonObject | undefined, after.get(key) as JsonObject | undefined];
    const names = new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})]);
    return [...names]
      .filter((name) => JSON.stringify(old?.[name]) !== JSON.stringify(now?.[name]))
      .map((name) => `${key.split("/")[0] ?? ""}.${name}`);
  });
  return [...new Set(members)].toSorted();
}

describe("one cell of the policy", () => {
  let before: CompiledPolicy;

  beforeEach(() => {
    before = practice().policy;
  });

  it.each<[Person, string, CellEdit["as"], string]>([
    ["nina", "patient.sex", "drop", "Patient.gender"],
    ["nina", "patient.birth-date", "generalize:year", "Patient.birthDate"],
    ["nina", "note.body", "drop", "DocumentReference.content"],
    ["nina", "condition.code", "drop", "Condition.code"],
    ["nina", "patient.address", "keep", "Patient.address"],
    ["bea", "claim.total", "drop", "Claim.total"],
    ["bea", "patient.sex", "keep", "Patient.gender"],
    ["bea", "patient.address", "drop", "Patient.address"],
    ["sue", "patient.state", "drop", "Patient.active"],
  ])(
    "F006 of %s, `%s` to `%s`, changes exactly `%s` in the responses",
    async (person, element, as, member) => {
      const after = withCell({ kind: "cell", ...PLACES[person], element, as });
      const [old, now] = [await shownTo(person, before), await shownTo(person, after)];
      expect(membersThatDiffer(old, now)).toEqual([member]);
      expect([...now.keys()]).toEqual([...old.keys()]);
    },
  );

  it("F006 changes no response to anybody else", async () => {
    const after = withCell({ kind: "cell", ...PLACES.nina, element: "patient.sex", as: "drop" });
    for (const other of ["bea", "sue"] as const)
      expect(await shownTo(other, after)).toEqual(await shownTo(other, before));
  });

  it("F006 looks at responses that show something", async () => {
    const sizes = await Promise.all(Object.keys(PLACES).map((who) => shownTo(who as Person, before)));
    expect(Math.min(...sizes.map(({ size }) => size))).toBeGreaterThan(1);
  });
});
