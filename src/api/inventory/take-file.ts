import type { InventoryStore } from "../../governance/inventory/ports.ts";
import { addedSystem, changedSystem, saysTheSame } from "../../governance/inventory/register.ts";
import { type SystemFault, systemsOf } from "../../governance/inventory/rows.ts";
import type { SystemWords } from "../../governance/inventory/types.ts";

interface Taken {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly faults: SystemFault[];
  /** What was done, for the record. */
  readonly changes: readonly string[];
}

/**
 * Writes the systems of a file: new ones are added, those that say something else are changed, the rest stays untouched.
 * What somebody changes meanwhile is read again, and the file has the last word.
 * @throws AppError `input_invalid` for a file that holds no systems
 */
export async function takeFile(
  store: InventoryStore,
  { columns, rows }: { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] },
  by: string,
  now: number,
): Promise<Taken> {
  const { systems, faults } = systemsOf(columns, rows);
  const done: { readonly did: "added" | "changed" | "unchanged"; readonly id: string }[] = [];
  for (const words of systems) done.push({ did: await take(store, words, by, now), id: words.id });
  const count = (what: string): number => done.filter(({ did }) => did === what).length;
  return {
    added: count("added"),
    changed: count("changed"),
    unchanged: count("unchanged"),
    faults: [...faults],
    changes: done.filter(({ did }) => did !== "unchanged").map(({ did, id }) => `${did} inventory/${id}`),
  };
}

async function take(
  store: InventoryStore,
  words: SystemWords,
  by: string,
  now: number,
): Promise<"added" | "changed" | "unchanged"> {
  const known = await store.find(words.id);
  if (known === undefined)
    return (await store.add(addedSystem(words, by, now))) ? "added" : take(store, words, by, now);
  if (saysTheSame(known, words)) return "unchanged";
  const isWritten = await store.change(changedSystem(known, words, by, now), known.version);
  return isWritten ? "changed" : take(store, words, by, now);
}
