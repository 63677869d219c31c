import type { KeyPackParts } from "../key-pack.ts";
import { keepSegment, listSegments, type LogArchiveParts, removeSegment, untilOf } from "./log-archive.ts";
import { type BaseCopy, listBaseCopies, makeBaseCopy, removeBaseCopy } from "./base-copies.ts";
import type { ArchivedDatabase } from "./ports.ts";
import { isBefore, isSegment, lastInRow } from "./segments.ts";

export interface ArchiverParts extends LogArchiveParts, Pick<KeyPackParts, "keyFiles"> {
  readonly database: ArchivedDatabase;
  /** Writes the pack of keys anew; called before anything is sealed under keys that the pack does not bring along. */
  readonly packKeys: () => Promise<void>;
}

export interface Archiver {
  /** Keeps what waits, in order; returns how many it kept. What failed waits on. @throws as the target does */
  keepWaiting(): Promise<number>;
  /** Ends a segment, so that what was committed by now can be restored to once it is kept. */
  tick(): Promise<void>;
  /** Up to when everything is kept; null: nothing yet. Milliseconds since 1970. */
  keptUntil(): number | null;
}

/** Keeps the write-ahead log of a database as it grows. */
export async function createArchiver(parts: ArchiverParts): Promise<Archiver> {
  const { database, target, systemId } = parts;
  const newest = (await listSegments(target, systemId)).filter(isSegment).at(-1);
  let until = newest === undefined ? 0 : ((await untilOf(target, systemId, newest)) ?? 0);
  /** Of segments that were ended here and wait. */
  const ended = new Map<string, number>();
  let packed: string | null = null;

  async function keep(name: string): Promise<void> {
    // Another segment may have been ended by the database itself: what was ended later does not count for it.
    const known = Math.max(until, ended.get(name) ?? 0);
    await keepSegment(parts, name, await database.read(name), known);
    await database.acknowledge(name);
    ended.delete(name);
    if (isSegment(name)) until = known;
  }

  return {
    keepWaiting: async () => {
      const { names } = await database.waiting();
      if (names.length === 0) return 0;
      const keys = JSON.stringify(await parts.keyFiles());
      if (keys !== packed) await parts.packKeys();
      packed = keys;
      for (const name of names) await keep(name);
      return names.length;
    },
    tick: async () => {
      const { segment, at } = await database.endSegment();
      ended.set(segment, at);
    },
    keptUntil: () => (until === 0 ? null : until),
  };
}

/**
 * Whether no base copy leads on to what is being written: there is none yet, the database was restored, or its log was not kept
 * for a while.
 */
export async function isBaseNeeded({ database, ...parts }: ArchiverParts): Promise<boolean> {
  const [current, waiting, kept, bases] = await Promise.all([
    database.segment(),
    database.waiting(),
    listSegments(parts.target, parts.systemId),
    listBaseCopies(parts),
  ]);
  const there = new Set([...kept, ...waiting.names, current]);
  return !bases.some(({ startSegment }) => {
    const last = lastInRow(startSegment, there);
    return last !== null && last.slice(0, 8) === current.slice(0, 8) && !isBefore(last, current);
  });
}

/** Makes a base copy, and drops those beyond the number that is kept with the log before the oldest that stays. */
export async function renewBase(
  parts: ArchiverParts,
  { at, keep }: { readonly at: number; readonly keep: number },
): Promise<BaseCopy> {
  const made = await makeBaseCopy(parts, parts.database, at);
  const all = await listBaseCopies(parts);
  const staying = all.slice(-keep);
  for (const { id } of all.slice(0, -keep)) await removeBaseCopy(parts, id);
  const oldest = staying[0]?.startSegment ?? made.startSegment;
  for (const name of await listSegments(parts.target, parts.systemId))
    if (!name.endsWith(".history") && isBefore(name, oldest))
      await removeSegment(parts.target, parts.systemId, name);
  return made;
}
