/** Compares sealed parts with the hashes that entries name for them. */
import type { Difference } from "./bundle.ts";
import { type ParsedEntry, sha256 } from "./entry.ts";

/**
 * What differs in a bundle of sealed parts. One that is empty was destroyed and proves nothing; one that belongs to
 * another entry of the bundle was swapped.
 */
export function sealedDifferences(
  entries: readonly (ParsedEntry | null)[],
  parts: readonly Uint8Array[],
): readonly Difference[] {
  const owners = new Set(entries.map((entry) => entry?.sealedHash));
  return entries.flatMap((entry, at): Difference[] => {
    const part = parts[at];
    if (entry === null || (part !== undefined && part.length === 0)) return [];
    if (part === undefined) return [{ class: "truncated", at }];
    const hash = sha256(part);
    if (hash === entry.sealedHash) return [];
    return [{ class: owners.has(hash) ? "sealed-swapped" : "sealed-altered", at }];
  });
}
