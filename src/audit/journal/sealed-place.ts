import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { keyIdOf } from "../../keys/envelope.ts";
import type { SealedPlace } from "../../keys/ports.ts";
import { frameAt } from "./frame.ts";
import type { Journal } from "./journal.ts";

/** The journal at `path`, and what was set aside of it. An empty one is begun anew under the key that seals now. */
export function sealedJournal(path: string, journal: Pick<Journal, "clear">): SealedPlace {
  return {
    title: "the journal of emergencies",
    use: "seal",
    counts: async () => null,
    holds: async (keyId) => {
      for (const file of await filesOf(path)) if (keysIn(await readFile(file)).has(keyId)) return true;
      return false;
    },
    reseal: async (keyId) => {
      const isUnderAnother = [...keysIn(await readFile(path))].some((id) => id !== keyId);
      const isRenewed = isUnderAnother && (await journal.clear(0));
      return { resealed: isRenewed ? 1 : 0, next: null };
    },
  };
}

async function filesOf(path: string): Promise<readonly string[]> {
  const names = await readdir(dirname(path));
  return names
    .filter((name) => name === basename(path) || name.startsWith(`${basename(path)}.altered-`))
    .map((name) => join(dirname(path), name));
}

function keysIn(bytes: Buffer): ReadonlySet<string> {
  const ids = new Set<string>();
  for (let at = 0; at < bytes.length;) {
    const found = frameAt(bytes, at);
    if (found.kind !== "frame") break;
    ids.add(keyIdOf(found.frame.payload));
    at += found.frame.size;
  }
  return ids;
}
