import { atMost, DROP } from "../catalogue/transforms.ts";
import type { SegmentMask } from "../catalogue/types.ts";
import { grantedSomewhere, reachOf } from "../decision/reach.ts";
import { viewOf } from "../decision/view.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { type Ask, asksFor, purposesOf } from "./asks.ts";
import { type Labels, labelsTold } from "./labels.ts";
import { sameOffer } from "./offers.ts";
import { chartTypes, recordShape } from "./shapes.ts";
import { standingOf } from "./standing-of-patient.ts";
import type { Member, Setting } from "./types.ts";

/** How what one person sees of one element changes: `gained` and `lost` whole, the others in form. */
export type EffectKind = "gained" | "lost" | "wider" | "narrower" | "other";

/** What a change of policy does to one person, for one purpose and element. */
export interface Effect {
  readonly purpose: string;
  /** Id of the catalogue. */
  readonly element: string;
  readonly kind: EffectKind;
  readonly patients: ReadonlySet<string>;
}

/** Two policies and the moment they are compared at. */
export interface Comparison {
  readonly before: CompiledPolicy;
  readonly after: CompiledPolicy;
  readonly setting: Setting;
}

/**
 * What the change does to this person, by effect: for each purpose, patient and element, whether some record about
 * that patient alone would be shown otherwise, read or found, under any labels of segments. No chart is read: a patient
 * in reach counts whatever records they have, so every number of patients is the most there can be. Another grant that
 * still gives the element of the same records makes it no change. Relation facts are taken as they are now.
 */
export function effectOn(comparison: Comparison, member: Member): readonly Effect[] {
  const { before, after } = comparison;
  const roles = member.person.roles;
  const purposes = new Set([...purposesOf(before, roles), ...purposesOf(after, roles)]);
  return [...purposes].flatMap((purpose) => effectFor(purpose, comparison, member));
}

/** `element kind`, for a patient of one standing. */
type Changes = ReadonlySet<string>;

function effectFor(
  purpose: string,
  { before, after, setting }: Comparison,
  member: Member,
): readonly Effect[] {
  const effects = new Map<string, Set<string>>();
  const old = asksFor(purpose, before, member, setting, after);
  const now = asksFor(purpose, after, member, setting, before);
  for (const pair of pairsOf([...old], [...now])) {
    if (!sameOffer(pair.old.decision, pair.now.decision)) addChanges(effects, pair);
  }
  return [...effects].map(([key, patients]) => {
    const [element = "", kind] = key.split(" ");
    return { purpose, element, kind: kind as EffectKind, patients };
  });
}

/** Patients of one standing are shown the same, so each standing is looked at once. */
function addChanges(effects: Map<string, Set<string>>, pair: AskPair): void {
  const known = new Map<string, Changes>();
  const labels = labelsTold(pair.old.decision, pair.now.decision);
  for (const patientId of patientsOf(pair)) {
    const standing = standingOf(patientId, [pair.old, pair.now]);
    const changes = known.get(standing.key) ?? changesOf(pair, patientId, standing.references, labels);
    known.set(standing.key, changes);
    for (const key of changes) effects.set(key, (effects.get(key) ?? new Set()).add(patientId));
  }
}

/** The same question under both policies. */
interface AskPair {
  readonly old: Ask;
  readonly now: Ask;
}

/** Both sides were asked the same, in the same order. */
function pairsOf(before: readonly Ask[], after: readonly Ask[]): readonly AskPair[] {
  return before.flatMap((old, i) => {
    const now = after[i];
    return now === undefined ? [] : [{ old, now }];
  });
}

function patientsOf({ old, now }: AskPair): ReadonlySet<string> {
  return new Set([old, now].flatMap(({ decision, facts }) => [...reachOf(decision, facts).patients]));
}

function changesOf(
  { old, now }: AskPair,
  patientId: string,
  references: readonly (readonly string[])[],
  labels: readonly Labels[],
): Changes {
  const changes = new Set<string>();
  const types = new Set([old, now].flatMap(({ decision }) => typesShown(decision)));
  for (const type of types) {
    const records = references.flatMap((refs) => labels.map((label) => ({ refs, label })));
    for (const { refs, label } of records) {
      const before = shown(old, type, patientId, refs, label[0]);
      const after = shown(now, type, patientId, refs, label[1]);
      if (before !== null || after !== null) note(changes, old, before, now, after);
    }
  }
  return changes;
}

function typesShown(decision: Ask["decision"]): readonly string[] {
  return chartTypes(decision.policy).filter((type) =>
    grantedSomewhere(decision, type).some((code) => code !== DROP),
  );
}

function shown(
  { decision, facts }: Ask,
  type: string,
  patientId: string,
  refs: readonly string[],
  segments: SegmentMask,
): Uint8Array | null {
  return viewOf(decision, recordShape(type, patientId, refs, segments), facts)?.elements ?? null;
}

/** Notes how each element differs between two views of one record, by id: the catalogues may differ. */
function note(
  changes: Set<string>,
  old: Ask,
  before: Uint8Array | null,
  now: Ask,
  after: Uint8Array | null,
): void {
  const add = (element: string, kind: EffectKind): void => void changes.add(`${element} ${kind}`);
  const catalogue = now.decision.policy.catalogue;
  for (const { id, index } of old.decision.policy.catalogue.elements) {
    const other = catalogue.elements[index]?.id === id ? index : catalogue.byId(id)?.index;
    const [was, is] = [before?.[index] ?? DROP, other === undefined ? DROP : (after?.[other] ?? DROP)];
    if (was !== is) add(id, kindOf(was, is));
  }
  if (after === null || catalogue === old.decision.policy.catalogue) return;
  for (const { id, index } of catalogue.elements)
    if ((after[index] ?? DROP) !== DROP && old.decision.policy.catalogue.byId(id) === undefined)
      add(id, "gained");
}

/** From one form of an element to another, by codes of the lattice. */
export function kindOf(was: number, is: number): EffectKind {
  if (was === DROP) return "gained";
  if (is === DROP) return "lost";
  if (atMost(was, is)) return "wider";
  return atMost(is, was) ? "narrower" : "other";
}
