import { answerOf, api } from "../../api/client.ts";
import { consoleFetch, succeeded } from "../../api/transport.ts";
import { hashIn } from "../../log/bytes.ts";
import { isContinued, type TreeHead } from "../../log/merkle.ts";
import { readNote } from "../../log/note.ts";
import type { Tombstone } from "./retention.ts";

export interface Checks {
  /** Whether the newest tree begins with the tree of each checkpoint. */
  readonly proven: ReadonlyMap<string, boolean>;
  readonly ok: boolean;
  /** Leaves of the newest tree. */
  readonly size: number;
}

/**
 * Proves for each tombstone that the record of today begins with the record of then: hashes are worked out here, the server
 * gives checkpoint and path.
 * @throws ApiError where it gives neither
 */
export async function checkTombstones(stones: readonly Tombstone[]): Promise<Checks> {
  const newest = readNote(await (await succeeded(await consoleFetch("/log/checkpoint"))).text());
  const notes = [...new Set(stones.map(({ checkpoint }) => checkpoint))];
  const proven = new Map<string, boolean>();
  for (const note of notes) proven.set(note, newest !== null && (await isProven(readNote(note), newest)));
  return { proven, ok: [...proven.values()].every(Boolean), size: newest?.size ?? 0 };
}

async function isProven(then: TreeHead | null, now: TreeHead): Promise<boolean> {
  if (then === null || then.size > now.size) return false;
  const query = { from: String(then.size), to: String(now.size) };
  const { path } = await answerOf(api.record.consistency.$get({ query }));
  const hashes = path.map(hashIn).filter((hash) => hash !== null);
  return hashes.length === path.length && isContinued(then, now, hashes);
}
