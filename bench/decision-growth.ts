import type { RelationFact } from "../src/catalogue/relations.ts";
import { KEEP } from "../src/catalogue/transforms.ts";
import { HeldGrants } from "../src/decision/compiled/held-grants.ts";
import { CAPABILITIES, InternedCaller } from "../src/decision/compiled/interned-caller.ts";
import { UNKNOWN } from "../src/decision/compiled/numbers.ts";
import { tablesOf } from "../src/decision/compiled/policy-tables.ts";
import type { InternedQuestion, InternedSession } from "../src/decision/compiled/view-interned.ts";
import type { FactNames } from "../src/decision/name-table.ts";
import { createFactNames } from "../src/decision/name-table.ts";
import { PackedRelations } from "../src/decision/packed-relations.ts";
import { buildPolicy } from "../src/decision/testing/policy-builder.ts";
import type { TemporaryGrant } from "../src/decision/types.ts";
import type { CompiledGrant, CompiledPolicy, CompiledRole } from "../src/policy/types.ts";
import { decideLookedUp } from "./decision-interned.ts";
import { DAY, MINUTE } from "./decision-policy.ts";
import { generator, PURPOSES, TYPES } from "./decision-rules.ts";
import { sideOf } from "./decision-side.ts";
import { median } from "./harness/compare.ts";
import type { BenchSettings } from "./harness/types.ts";

/** A hospital of a given size: what grows, and what stays as it is while something else grows. */
export interface Size {
  readonly rules: number;
  readonly people: number;
  /** Relation facts of each person, each about another patient. */
  readonly factsEach: number;
  /** Approvals of each person that hold now. */
  readonly grantsEach: number;
}

export const USUAL: Size = { rules: 3_000, people: 100, factsEach: 100, grantsEach: 2 };

const REQUESTS = 20_000;
const PATIENTS = 1_000_000;
const NOW = DAY + 720 * MINUTE;
const RELATIONS = ["treating", "care-team", "billing", "panel"] as const;
const FIELDS = 4;
const READ = CAPABILITIES.indexOf("read");
const NO_RECORD = { type: "", id: "", refs: [] };

/** Microseconds of CPU a decision takes in a hospital of this size: the median of the rounds, over requests that hit. */
export async function decisionCost(size: Size, { rounds, roundMs }: BenchSettings): Promise<number> {
  const inputs = inputsFor(size);
  // Tables are built at the first request that needs them; what later ones cost is measured.
  for (const input of inputs) decideLookedUp(input);
  const side = await sideOf({ inputs, decide: decideLookedUp });
  const costs: number[] = [];
  for (let round = -1; round < rounds; round++) {
    const before = process.cpuUsage();
    const start = performance.now();
    let done = 0;
    while (performance.now() - start < roundMs) done += await side.work();
    const { user, system } = process.cpuUsage(before);
    if (round >= 0) costs.push((user + system) / done);
  }
  return median(costs);
}

function inputsFor({ rules, people, factsEach, grantsEach }: Size): readonly InternedQuestion[] {
  const random = generator(7);
  const policy = policyWith(rules);
  const names = createFactNames();
  const callers = [...policy.roles.keys()].map(
    (role) => new InternedCaller(policy, { roles: [role], system: "ehr", channel: "fhir" }),
  );
  const relations = Array.from({ length: people }, () => factsOf(factsEach, names, random));
  const grants = Array.from({ length: people }, () => approvalsOf(grantsEach, policy, names, random));
  const lists = [...policy.roles.values()].map((role) => role.grants);
  return Array.from({ length: REQUESTS }, () => {
    const role = random(lists.length);
    const rule = lists[role]?.[random(lists[role]?.length ?? 0)];
    const person = random(people);
    const [caller, known, held] = [callers[role], relations[person], grants[person]];
    if (rule === undefined || caller === undefined || known === undefined || held === undefined)
      throw new Error("no such role or person");
    const session = { caller, relations: known.index, grants: held, own: UNKNOWN };
    return questionOf(session, rule, known.patients[random(factsEach)] ?? 0);
  });
}

function questionOf(
  session: InternedSession,
  { purpose, elements }: CompiledGrant,
  patient: number,
): InternedQuestion {
  const tables = tablesOf(session.caller.policy);
  const type = Math.trunc(elements.indexOf(KEEP) / FIELDS);
  return {
    session,
    purpose: tables.purposeNumber(purpose),
    capability: READ,
    type: tables.typeNumber(`Type${type}`),
    segments: 0,
    patient,
    now: NOW,
    record: NO_RECORD,
  };
}

/** As many standing grants, spread over as many roles as it takes; vectors are shared, as equal ones are. */
function policyWith(rules: number): CompiledPolicy {
  const purposes = Array.from(
    { length: PURPOSES },
    (_, n) => [`purpose-${n}`, { basis: "operations" } as const] as const,
  );
  const elements = Array.from({ length: TYPES * FIELDS }, (_, n) => {
    const type = Math.trunc(n / FIELDS);
    return [`type${type}.f${n % FIELDS}`, [`Type${type}`]] as const;
  });
  const grants = Array.from({ length: TYPES }, (_, type) => ({
    purpose: "purpose-0",
    on: RELATIONS[type % RELATIONS.length] ?? "treating",
    elements: [`type${type}.*`],
  }));
  const policy = buildPolicy({
    elements: Object.fromEntries(elements),
    relations: Object.fromEntries(RELATIONS.map((relation) => [relation, {}])),
    purposes: Object.fromEntries(purposes),
    roles: { template: { grants } },
  });
  const template = policy.roles.get("template");
  if (template === undefined) throw new Error("no template");
  const perRole = Math.min(rules, PURPOSES * TYPES);
  const roles = Array.from({ length: Math.ceil(rules / perRole) }, (_, n) =>
    roleLike(template, `role-${n}`, Math.min(perRole, rules - n * perRole)),
  );
  return { ...policy, roles: new Map(roles.map((role) => [role.id, role])) };
}

function roleLike(template: CompiledRole, id: string, rules: number): CompiledRole {
  const grants = Array.from({ length: rules }, (_, n) => {
    const purpose = `purpose-${Math.trunc(n / TYPES)}`;
    const like = template.grants[n % TYPES];
    return like === undefined ? [] : [{ ...like, role: id, purpose, rule: `role:${id}/${purpose}#${n}` }];
  });
  return { ...template, id, grants: grants.flat() };
}

function factsOf(
  count: number,
  names: FactNames,
  random: (below: number) => number,
): { index: PackedRelations; patients: Int32Array } {
  const facts = Array.from({ length: count }, (): RelationFact => {
    const window = { from: DAY, until: DAY + (720 + random(720)) * MINUTE + 1, syncedAt: NOW };
    const relation = RELATIONS[random(RELATIONS.length)] ?? "treating";
    return { relation, patientId: `patient-${random(PATIENTS)}`, ...window, refs: [], source: "bench" };
  });
  const patients = Int32Array.from(facts, ({ patientId }) => names.patients.numberOf(patientId));
  return { index: new PackedRelations(facts, names), patients };
}

function approvalsOf(
  count: number,
  policy: CompiledPolicy,
  names: FactNames,
  random: (below: number) => number,
): HeldGrants {
  const elements = new Uint8Array(policy.catalogue.elements.length).fill(KEEP);
  const grants = Array.from({ length: count }, (_, n): TemporaryGrant => {
    const reach = {
      act: "use",
      patients: [`patient-${random(PATIENTS)}`],
      refs: [],
      segments: 0,
      systems: [],
    } as const;
    const window = { from: NOW - MINUTE, until: NOW + MINUTE };
    return { id: `g${n}`, kind: "jit", purpose: `purpose-${n % PURPOSES}`, ...reach, elements, ...window };
  });
  const held = HeldGrants.of(grants, policy, names.patients);
  if (held === null) throw new Error("an approval does not fit the policy");
  return held;
}
