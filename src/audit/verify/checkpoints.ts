/** The checkpoints of a log: each believed by its key alone, and all of them in one order. */
import type { FindingClass, FindingList } from "./findings.ts";
import { same } from "./merkle.ts";
import { isClaimedBy, isSignedBy, type Note, parseNote, timeSignedBy, type VerifierKey } from "./notes.ts";
import type { LogSource } from "./source.ts";

export interface Checkpoint {
  readonly size: number;
  readonly root: Buffer;
  /** When it was signed, milliseconds since 1970; of whole seconds. */
  readonly at: number;
  readonly note: Note;
}

/** A checkpoint that is to be compared with the tree at its size. */
export interface Mark extends Checkpoint {
  /** What it means where the tree is another one. */
  readonly otherwise: FindingClass;
}

/** The checkpoint that a note of this log is, or the class of what is wrong with it. */
export function openCheckpoint(text: string, key: VerifierKey): Checkpoint | FindingClass {
  const note = parseNote(text);
  if (note === null) return "checkpoint-malformed";
  if (note.origin !== key.name) return "foreign-checkpoint";
  if (!isClaimedBy(note, key)) return "swapped-key";
  const at = timeSignedBy(note, key);
  if (at === null || !isSignedBy(note, key)) return "checkpoint-altered";
  return { size: note.size, root: note.root, at, note };
}

/** How often, and how far, a log was cosigned by the witnesses that the verifier was given. */
export interface WitnessTally {
  readonly key: VerifierKey;
  cosigned: number;
  size: number;
  at: number;
}

/** Counts valid cosignatures, and finds lines in a witness's name that are not its own. */
export function tallyWitnesses(
  { note, size }: Checkpoint,
  witnesses: readonly WitnessTally[],
  findings: FindingList,
): void {
  for (const tally of witnesses) {
    const named = note.lines.some(({ name }) => name === tally.key.name);
    const at = timeSignedBy(note, tally.key);
    if (named && at === null) findings.add("witness-forged", placeOf({ size }));
    if (at === null) continue;
    tally.cosigned += 1;
    if (size >= tally.size) Object.assign(tally, { size, at });
  }
}

/**
 * The history in its order, as far as it is believed. INVARIANT: comes out with sizes that only grow; what does not fit
 * in is a finding.
 */
export async function* orderedHistory(
  source: LogSource,
  newest: Checkpoint,
  key: VerifierKey,
  findings: FindingList,
): AsyncIterable<Checkpoint> {
  let before: Checkpoint | null = null;
  let at = 0;
  for await (const text of source.history(newest.size)) {
    at += 1;
    const opened = openCheckpoint(text, key);
    if (typeof opened === "string") {
      findings.add(opened, `checkpoint ${at} of the history`);
      continue;
    }
    const wrong = before === null ? null : misfit(before, opened);
    if (wrong !== null) findings.add(wrong, placeOf(opened));
    if (wrong === null || wrong === "clock-regressed") {
      yield opened;
      before = opened;
    }
  }
  if (before !== null && before.size > newest.size) findings.add("checkpoint-replayed", placeOf(newest));
}

function misfit(before: Checkpoint, next: Checkpoint): FindingClass | null {
  if (next.size === before.size) return same(next.root, before.root) ? "checkpoint-replayed" : "fork";
  if (next.size < before.size) return "checkpoint-replayed";
  return next.at < before.at ? "clock-regressed" : null;
}

/** One ascending sequence of the history and of further checkpoints, these sorted by size; each tree that was signed once. */
export async function* merged(
  history: AsyncIterable<Checkpoint>,
  further: readonly Mark[],
): AsyncIterable<Mark> {
  const rest = [...further];
  let last: Checkpoint | null = null;
  for await (const checkpoint of history) {
    while (rest[0] !== undefined && rest[0].size < checkpoint.size) yield rest.shift() as Mark;
    yield { ...checkpoint, otherwise: "history-rewritten" };
    last = checkpoint;
  }
  for (const mark of rest) {
    const isNewest = mark.otherwise === "history-rewritten";
    if (!isNewest || last === null || mark.size !== last.size || !same(mark.root, last.root)) yield mark;
  }
}

export function placeOf({ size }: { readonly size: number }): string {
  return `checkpoint of size ${size}`;
}
