import type { RelationDefinition } from "../catalogue/relations.ts";
import { currentFacts } from "../decision/predicate.ts";
import type { CellChange } from "../policy/analyze/index.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import type { Comparison } from "./effect.ts";
import { type Affected, createTotals } from "./totals.ts";
import type { Census, Member } from "./types.ts";

/** A cell that differs, with the people who hold its role and the patients they have its relation to now. */
export interface CellImpact extends Affected {
  readonly cell: CellChange;
}

export interface CellQuestion extends Comparison {
  readonly census: Census;
}

interface Side {
  readonly totals: ReturnType<typeof createTotals>;
  /** Role and relation of its cells. */
  readonly places: ReadonlySet<string>;
}

/** Counts, cell by cell, whom a change could touch at most. */
export function createCellTally(question: CellQuestion, changes: readonly CellChange[]) {
  const places = new Map([...new Set(changes.map(placeOf))].map((place) => [place, createTotals()]));
  const sides = { gained: sideOf(changes, GAINING), lost: sideOf(changes, LOSING) };
  return {
    add(member: Member): void {
      const reached = new Map<string, ReadonlySet<string>>();
      for (const [place, totals] of places) {
        const [role = "", relation = ""] = place.split(" ");
        if (!member.person.roles.includes(role)) continue;
        const patients = relatedNow(relation, question, member);
        reached.set(place, patients);
        totals.add(patients);
      }
      for (const side of Object.values(sides)) addSide(side, reached);
    },
    report() {
      const nobody: Affected = { people: 0, patients: 0, pairs: 0 };
      const cells: readonly CellImpact[] = changes.map((cell) => ({
        cell,
        ...(places.get(placeOf(cell))?.report() ?? nobody),
      }));
      const byCells = { gained: sides.gained.totals.report(), lost: sides.lost.totals.report() };
      return { cells, byCells };
    },
  };
}

const GAINING: ReadonlySet<CellChange["change"]> = new Set(["gained", "wider", "other"]);
const LOSING: ReadonlySet<CellChange["change"]> = new Set(["lost", "narrower", "other"]);

function sideOf(changes: readonly CellChange[], kinds: ReadonlySet<CellChange["change"]>): Side {
  const some = changes.filter(({ change }) => kinds.has(change));
  return { totals: createTotals(), places: new Set(some.map(placeOf)) };
}

function addSide({ totals, places }: Side, reached: ReadonlyMap<string, ReadonlySet<string>>): void {
  totals.add([...reached].flatMap(([place, patients]) => (places.has(place) ? [...patients] : [])));
}

/** Role and relation; ids hold no space. */
function placeOf({ before, after }: CellChange): string {
  const cell = after ?? before;
  return `${cell?.role ?? ""} ${cell?.on ?? ""}`;
}

/** The patients that the person has this relation to now, as either policy defines it. */
function relatedNow(
  relation: string,
  { before, after, setting, census }: CellQuestion,
  member: Member,
): ReadonlySet<string> {
  const policy = after.relations.has(relation) ? after : before;
  const definition = policy.relations.get(relation);
  const named = definition === undefined ? [] : patientsNamed(definition, policy, member);
  const current = named.filter((patientId) => holdsNow(relation, patientId, policy, member, setting.now));
  return new Set(current.filter((patientId) => census.ids.has(patientId)));
}

function patientsNamed(
  { id, kind }: RelationDefinition,
  policy: CompiledPolicy,
  member: Member,
): readonly string[] {
  const own = member.subjectUnder(policy).patientId;
  if (kind === "self") return own === null ? [] : [own];
  return kind === "fact" ? [...member.facts.relations.patients(id)] : [];
}

function holdsNow(
  relation: string,
  patientId: string,
  policy: CompiledPolicy,
  member: Member,
  now: number,
): boolean {
  if (policy.relations.get(relation)?.kind === "self") return true;
  const subject = member.subjectUnder(policy);
  const asked = { act: "use", capability: "read", purpose: null, caseId: null } as const;
  const nowhere = { recipient: null, exemption: null, system: "", channel: "" } as const;
  const scene = { request: { ...asked, ...nowhere, subject, now }, policy, facts: member.facts };
  return currentFacts({ kind: "related", relation, caseId: null }, patientId, scene).length > 0;
}
