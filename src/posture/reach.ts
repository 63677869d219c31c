import { DROP } from "../catalogue/transforms.ts";
import { grantedSomewhere, reachOf } from "../decision/reach.ts";
import { viewOf } from "../decision/view.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { type Ask, asksOf } from "./asks.ts";
import { chartTypes, recordShape } from "./shapes.ts";
import type { Member, Setting } from "./types.ts";

/** Patients by the purpose under which something of them can be seen. */
export type ReachByPurpose = ReadonlyMap<string, ReadonlySet<string>>;

/** What somebody has to see of a patient for it to count: any of these elements by index; null: anything at all. */
export type Sought = ReadonlySet<number> | null;

/**
 * The patients of whom this person could be shown something now, by standing grants and current relation facts:
 * exactly those for whom some record about that patient alone would show one of the elements sought
 * (45 CFR 164.514(d)(2)). Break-glass and requests for one case are not in it; they are asked for one at a time.
 */
export function reachOfMember(
  policy: CompiledPolicy,
  member: Member,
  setting: Setting,
  sought: Sought = null,
): ReachByPurpose {
  const reached = new Map<string, Set<string>>();
  for (const ask of asksOf(policy, member, setting)) {
    const patients = reached.get(ask.purpose) ?? new Set<string>();
    for (const id of patientsOf(policy, ask, sought)) patients.add(id);
    reached.set(ask.purpose, patients);
  }
  return reached;
}

/** Every patient of a reach, once. */
export function everyPatient(reach: ReachByPurpose): ReadonlySet<string> {
  return new Set([...reach.values()].flatMap((patients) => [...patients]));
}

function* patientsOf(policy: CompiledPolicy, ask: Ask, sought: Sought): Iterable<string> {
  const { decision, facts } = ask;
  if (decision.outcome === "deny") return;
  const types = chartTypes(policy).filter((type) => showsSought(grantedSomewhere(decision, type), sought));
  if (types.length === 0) return;
  const named = namedRecords(ask);
  for (const patientId of reachOf(decision, facts).patients) {
    const records = [...(named.get(patientId) ?? [])];
    // A ceiling on some records may hide the one that refers to everything, so each reference is tried alone too.
    const ways = decision.ceilings.every(({ records: some }) => some === null)
      ? [records]
      : [records, [], ...records.map((ref) => [ref])];
    const seen = ways.some((refs) =>
      types.some((type) => {
        const view = viewOf(decision, recordShape(type, patientId, refs), facts);
        return view !== null && showsSought(view.elements, sought);
      }),
    );
    if (seen) yield patientId;
  }
}

function showsSought(elements: Uint8Array, sought: Sought): boolean {
  if (sought === null) return elements.some((code) => code !== DROP);
  for (const index of sought) if ((elements[index] ?? DROP) !== DROP) return true;
  return false;
}

/** By patient, the records that facts bind the person to. */
function namedRecords({ decision, facts }: Ask): ReadonlyMap<string, ReadonlySet<string>> {
  const named = new Map<string, Set<string>>();
  for (const relation of decision.policy.relations.keys()) {
    for (const patientId of facts.relations.patients(relation)) {
      const refs = facts.relations.find(relation, patientId).flatMap((fact) => fact.refs);
      if (refs.length === 0) continue;
      const known = named.get(patientId) ?? new Set<string>();
      for (const ref of refs) known.add(ref);
      named.set(patientId, known);
    }
  }
  return named;
}
