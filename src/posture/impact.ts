import { diffOf, type OtherChange, othersOf } from "../policy/analyze/index.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { createCellTally, type CellImpact } from "./cell-impact.ts";
import { type Comparison, type Effect, type EffectKind, effectOn } from "./effect.ts";
import { type Affected, createTotals } from "./totals.ts";
import type { Census, Member, Setting } from "./types.ts";

/** What more and what less comes to. A form that is neither wider nor narrower counts as both. */
export interface Change {
  readonly gained: Affected;
  readonly lost: Affected;
}

/** What one person sees otherwise, for one purpose and element. */
export interface EffectRow {
  readonly purpose: string;
  readonly element: string;
  readonly kind: EffectKind;
  readonly people: number;
  readonly patients: number;
  /** Distinct pairs of a person and a patient. */
  readonly pairs: number;
}

/** What the change does to one person. */
export interface PersonImpact {
  readonly person: string;
  readonly displayName: string;
  readonly roles: readonly string[];
  readonly gained: { readonly elements: readonly string[]; readonly patients: readonly string[] };
  readonly lost: { readonly elements: readonly string[]; readonly patients: readonly string[] };
}

/** What a change of policy does to people and patients (45 CFR 164.530(i)): the cells, and what comes of them. */
export interface Impact {
  readonly before: string;
  readonly after: string;
  /** Milliseconds since 1970; relation facts and census as they were then. */
  readonly at: number;
  readonly census: { readonly patients: number; readonly asOf: number };
  /** Cells of standing grants that differ, each with who holds the role and whom the relation reaches. */
  readonly cells: readonly CellImpact[];
  /** What else the policies say differently; nobody is counted for it. */
  readonly others: readonly OtherChange[];
  /** Over all changed cells: who could be touched at most. */
  readonly byCells: Change;
  /**
   * What could change for people: patients in reach, whatever records they have, and so at most. Another grant that
   * gives the same makes a changed cell no effect.
   */
  readonly effects: readonly EffectRow[];
  readonly byEffect: Change;
  /** Everyone for whom something changes, by id. */
  readonly people: readonly PersonImpact[];
}

export interface ImpactQuestion extends Comparison {
  readonly census: Census;
}

/** Counts people one after the other. */
export interface ImpactTally {
  add(member: Member): void;
  report(): Impact;
}

const MORE: ReadonlySet<EffectKind> = new Set(["gained", "wider", "other"]);
const LESS: ReadonlySet<EffectKind> = new Set(["lost", "narrower", "other"]);

export function createImpactTally(question: ImpactQuestion): ImpactTally {
  const { before, after, setting, census } = question;
  const changes = diffOf(before, after);
  const cells = createCellTally(question, changes);
  const rows = createRows();
  const [gained, lost] = [createTotals(), createTotals()];
  const people: PersonImpact[] = [];
  return {
    add(member) {
      if (!member.person.active) return;
      cells.add(member);
      const effects = knownPatients(effectOn(question, member), census);
      if (effects.length === 0) return;
      for (const effect of effects) rows.add(effect);
      const impact = personImpact(member, effects);
      gained.add(impact.gained.patients);
      lost.add(impact.lost.patients);
      people.push(impact);
    },
    report: () => ({
      ...headOf(before, after, setting, census),
      ...cells.report(),
      others: othersOf(before, after, changes),
      effects: rows.report(),
      byEffect: { gained: gained.report(), lost: lost.report() },
      people: people.toSorted((a, b) => (a.person < b.person ? -1 : 1)),
    }),
  };
}

function headOf(before: CompiledPolicy, after: CompiledPolicy, setting: Setting, census: Census) {
  return {
    before: before.hash,
    after: after.hash,
    at: setting.now,
    census: { patients: census.ids.size, asOf: census.asOf },
  };
}

function knownPatients(effects: readonly Effect[], { ids }: Census): readonly Effect[] {
  return effects
    .map((effect) => ({ ...effect, patients: new Set([...effect.patients].filter((id) => ids.has(id))) }))
    .filter(({ patients }) => patients.size > 0);
}

function personImpact({ person }: Member, effects: readonly Effect[]): PersonImpact {
  const { id, displayName, roles } = person;
  return { person: id, displayName, roles, gained: sideOf(effects, MORE), lost: sideOf(effects, LESS) };
}

function sideOf(effects: readonly Effect[], kinds: ReadonlySet<EffectKind>): PersonImpact["gained"] {
  const some = effects.filter(({ kind }) => kinds.has(kind));
  return {
    elements: [...new Set(some.map(({ element }) => element))].toSorted(),
    patients: [...new Set(some.flatMap(({ patients }) => [...patients]))].toSorted(),
  };
}

/** Effects of all people by purpose, element and kind. */
function createRows() {
  const rows = new Map<string, { effect: Effect; people: number; pairs: number; patients: Set<string> }>();
  return {
    add(effect: Effect): void {
      const key = [effect.purpose, effect.element, effect.kind].join(" ");
      const row = rows.get(key) ?? { effect, people: 0, pairs: 0, patients: new Set<string>() };
      for (const id of effect.patients) row.patients.add(id);
      row.people += 1;
      row.pairs += effect.patients.size;
      rows.set(key, row);
    },
    report(): readonly EffectRow[] {
      const sorted = [...rows].toSorted(([a], [b]) => (a < b ? -1 : 1));
      return sorted.map(
        ([
          ,
          {
            effect: { purpose, element, kind },
            people,
            pairs,
            patients,
          },
        ]) => ({
          purpose,
          element,
          kind,
          people,
          patients: patients.size,
          pairs,
        }),
      );
    },
  };
}
