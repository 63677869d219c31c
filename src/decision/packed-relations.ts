import type { RelationFact, RelationIndex } from "../catalogue/relations.ts";
import type { FactNames } from "./name-table.ts";
import { knownRelation, relationName, relationNumber } from "./relation-numbers.ts";

const NONE: readonly RelationFact[] = [];
const NO_REFS: readonly string[] = [];
/** Integers a slot: number of the patient plus one (0: free), and where their first row begins. */
const SLOT = 2;
/** Integers a row: number of the relation with the marks below, and where the window begins. */
const ROW = 2;
const RELATION = 0x7fff;
/** The next row is about the same patient. */
const MORE = 0x8000;
/** The fact names records. */
const NAMES_RECORDS = 0x10000;
/** 2^32 / φ: spreads consecutive numbers over the slots. */
const SPREAD = 0x9e3779b1;

/** What facts of a relation give, by its number (`relationNumber`): bits of whoever asks, below BY_RECORD. */
export interface RelationBits {
  /** By a fact about the whole patient. */
  readonly whole: Int32Array;
  /** By a fact that names records. */
  readonly named: Int32Array;
  /** How old the facts may be, milliseconds. */
  readonly staleAfterMs: Float64Array;
}

/** In what `scan` returns: a fact that names records has to be judged. */
export const BY_RECORD = 1 << 30;

/** Where a row begins. Rows about one patient lie side by side, in the order in which the facts were given. */
export type FactRow = number;
export const NO_ROW: FactRow = -1;

/**
 * The relation facts of one person as integers: the patient is found by one probe of a hash table on the patient's
 * number, and facts that hold at the same time share their window.
 */
export class PackedRelations implements RelationIndex {
  readonly names: FactNames;
  /** Slots, then rows. */
  private readonly cells: Int32Array;
  private readonly lastSlot: number;
  private readonly windows: Float64Array;
  /** Of each row, in row order. */
  private readonly sources: Int32Array;
  /** Numbers of the patients, in the order in which they were first named. */
  private readonly held: Int32Array;
  /** Absent where no fact names records. */
  private readonly refs: ReadonlyMap<FactRow, readonly string[]> | undefined;

  /** @param facts of relations that have numbers (`relationNumber`). */
  constructor(facts: readonly RelationFact[], names: FactNames) {
    const { held, order } = groupByPatient(facts, names);
    const slots = SLOT * 2 ** Math.max(1, Math.ceil(Math.log2(held.length * 1.5 + 1)));
    const windows = new Windows();
    const refs = new Map<FactRow, readonly string[]>();
    this.names = names;
    this.held = held;
    this.lastSlot = slots - SLOT;
    this.cells = new Int32Array(slots + ROW * facts.length);
    this.sources = new Int32Array(facts.length);
    let before: RelationFact | undefined;
    for (const [at, n] of order.entries()) {
      const fact = facts[n];
      if (fact === undefined) continue;
      const row = slots + ROW * at;
      this.cells[row] = relationNumber(fact.relation) | (fact.refs.length > 0 ? NAMES_RECORDS : 0);
      this.cells[row + 1] = windows.placeOf(fact);
      this.sources[at] = names.sources.numberOf(fact.source);
      if (fact.refs.length > 0) refs.set(row, fact.refs);
      if (before?.patientId === fact.patientId) this.mark(row - ROW, MORE);
      else this.place(names.patients.numberOf(fact.patientId), row);
      before = fact;
    }
    this.windows = windows.packed();
    this.refs = refs.size === 0 ? undefined : refs;
  }

  private mark(row: FactRow, mark: number): void {
    this.cells[row] = (this.cells[row] ?? 0) | mark;
  }

  private place(patient: number, row: FactRow): void {
    let slot = slotOf(patient, this.lastSlot);
    while (this.cells[slot] !== 0) slot = (slot + SLOT) & this.lastSlot;
    this.cells[slot] = patient + 1;
    this.cells[slot + 1] = row;
  }

  /** The first row about the patient with this number. */
  firstRow(patient: number): FactRow {
    const { cells, lastSlot } = this;
    for (let slot = slotOf(patient, lastSlot); ; slot = (slot + SLOT) & lastSlot) {
      const held = cells[slot] ?? 0;
      if (held === 0) return NO_ROW;
      if (held === patient + 1) return cells[slot + 1] ?? NO_ROW;
    }
  }

  /** The row after this one where it is about the same patient. */
  nextRow(row: FactRow): FactRow {
    return ((this.cells[row] ?? 0) & MORE) === 0 ? NO_ROW : row + ROW;
  }

  /** The number of the row's relation (`relationNumber`). */
  relationAt(row: FactRow): number {
    return (this.cells[row] ?? 0) & RELATION;
  }

  /** Whether the fact holds now, in [from, until), and its source was read no longer ago than this. */
  isCurrent(row: FactRow, now: number, staleAfterMs: number): boolean {
    return within(this.windows, this.cells[row + 1] ?? 0, now, staleAfterMs) !== 0;
  }

  /**
   * The bits of the wanted relations to this patient that hold now by facts about the whole patient, in one walk;
   * BY_RECORD among them where a wanted one may hold by a fact that names records, which is for the caller to judge.
   */
  scan(patient: number, now: number, wanted: number, bits: RelationBits): number {
    const { cells, windows } = this;
    let row = this.firstRow(patient);
    let held = 0;
    while (row !== NO_ROW) {
      const cell = cells[row] ?? 0;
      const relation = cell & RELATION;
      const byRecord = (cell & NAMES_RECORDS) !== 0;
      const given = (byRecord ? bits.named : bits.whole)[relation] ?? 0;
      // Without a branch: what a rule wants, and what holds at the hour, no processor can foresee.
      const current =
        given & wanted & within(windows, cells[row + 1] ?? 0, now, bits.staleAfterMs[relation] ?? -Infinity);
      held |= byRecord && current !== 0 ? BY_RECORD : current;
      row = (cell & MORE) === 0 ? NO_ROW : row + ROW;
    }
    return held;
  }

  namesRecords(row: FactRow): boolean {
    return ((this.cells[row] ?? 0) & NAMES_RECORDS) !== 0;
  }

  /** Empty: the whole patient. */
  refsAt(row: FactRow): readonly string[] {
    return this.refs?.get(row) ?? NO_REFS;
  }

  find(relation: string, patientId: string): readonly RelationFact[] {
    const patient = this.names.patients.find(patientId);
    if (patient === -1) return NONE;
    const number = knownRelation(relation);
    const found: RelationFact[] = [];
    for (let row = this.firstRow(patient); row !== NO_ROW; row = this.nextRow(row))
      if (this.relationAt(row) === number) found.push(this.factAt(row, patientId));
    return found;
  }

  patients(relation: string): readonly string[] {
    const number = knownRelation(relation);
    const named: string[] = [];
    for (const patient of this.held)
      if (this.isNamed(patient, number)) named.push(this.names.patients.nameOf(patient));
    return named;
  }

  private isNamed(patient: number, relation: number): boolean {
    for (let row = this.firstRow(patient); row !== NO_ROW; row = this.nextRow(row))
      if (this.relationAt(row) === relation) return true;
    return false;
  }

  private factAt(row: FactRow, patientId: string): RelationFact {
    const window = this.cells[row + 1] ?? 0;
    const at = (row - this.lastSlot - SLOT) / ROW;
    return {
      relation: relationName(this.relationAt(row)),
      patientId,
      from: this.windows[window] ?? 0,
      until: this.windows[window + 1] ?? 0,
      syncedAt: this.windows[window + 2] ?? 0,
      refs: this.refsAt(row),
      source: this.names.sources.nameOf(this.sources[at] ?? -1),
    };
  }
}

/** All bits or none. Refused by the comparisons of predicate.ts, so that a time that is no number is judged alike. */
function within(windows: Float64Array, at: number, now: number, staleAfterMs: number): number {
  const early = +(now < (windows[at] ?? Infinity));
  const late = +(now >= (windows[at + 1] ?? -Infinity));
  const stale = +(now - (windows[at + 2] ?? -Infinity) > staleAfterMs);
  return (early | late | stale) - 1;
}

function slotOf(patient: number, lastSlot: number): number {
  const mixed = Math.imul(patient, SPREAD);
  return ((mixed ^ (mixed >>> 15)) << 1) & lastSlot;
}

/** The windows of some facts, each once. */
class Windows {
  private readonly times: number[] = [];
  private readonly places = new Map<string, number>();
  private latest: RelationFact | undefined;
  private place = 0;

  placeOf(fact: RelationFact): number {
    const { latest } = this;
    const again =
      latest?.from === fact.from && latest.until === fact.until && latest.syncedAt === fact.syncedAt;
    this.latest = fact;
    if (!again) this.place = this.lookUp(fact);
    return this.place;
  }

  private lookUp({ from, until, syncedAt }: RelationFact): number {
    const key = `${from} ${until} ${syncedAt}`;
    const known = this.places.get(key);
    if (known !== undefined) return known;
    const place = this.times.length;
    this.times.push(from, until, syncedAt);
    this.places.set(key, place);
    return place;
  }

  packed(): Float64Array {
    return Float64Array.from(this.times);
  }
}

/** The patients as first named, and the facts' positions with those of one patient side by side. */
function groupByPatient(
  facts: readonly RelationFact[],
  { patients }: FactNames,
): { held: Int32Array; order: Int32Array } {
  const counts = new Map<number, number>();
  const numbers = Int32Array.from(facts, ({ patientId }) => patients.numberOf(patientId));
  for (const patient of numbers) counts.set(patient, (counts.get(patient) ?? 0) + 1);
  const held = Int32Array.from(counts.keys());
  let next = 0;
  for (const [patient, count] of counts) {
    counts.set(patient, next);
    next += count;
  }
  const order = new Int32Array(facts.length);
  for (const [at, patient] of numbers.entries()) {
    const row = counts.get(patient) ?? 0;
    order[row] = at;
    counts.set(patient, row + 1);
  }
  return { held, order };
}
