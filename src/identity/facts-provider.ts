import type { RelationFact } from "../catalogue/relations.ts";
import type { Clock } from "../kernel/clock.ts";
import { holdersOf } from "./holders.ts";
import type { HeldFact, RelationStore } from "./ports.ts";
import { isImported } from "./relations/imported.ts";
import type { Person } from "./types.ts";

/** Relation facts of one person, as the decision wants them. */
export interface FactsProvider<Index> {
  /** From memory where it is fresh; the index is the one built from the facts that hold for this person. */
  factsFor(person: Person): Promise<Index>;
  /** Facts have changed: everyone's are read again when next asked for. */
  invalidate(): void;
}

/** How many people's facts are kept in memory; the one asked for longest ago goes first. */
const KEPT = 500;
/** Another process may have synced: facts in memory are at most this old. */
const MAX_AGE_MS = 30_000;

interface Kept<Index> {
  readonly at: number;
  readonly index: Promise<Index>;
}

/**
 * @param indexOf builds what the decision looks facts up in (`buildRelationIndex`).
 */
export function createFactsProvider<Index>(
  store: RelationStore,
  clock: Clock,
  indexOf: (facts: readonly RelationFact[]) => Index,
): FactsProvider<Index> {
  const kept = new Map<string, Kept<Index>>();

  function remember(key: string, person: Person): Promise<Index> {
    const at = clock.now();
    const index = readFacts(store, person, at).then(indexOf);
    kept.set(key, { at, index });
    // A failure is not kept; whoever asks next, asks again.
    index.catch(() => {
      if (kept.get(key)?.index === index) kept.delete(key);
    });
    const oldest = kept.size > KEPT ? kept.keys().next().value : undefined;
    if (oldest !== undefined) kept.delete(oldest);
    return index;
  }

  return {
    factsFor(person) {
      const key = holdersOf(person).join("\n");
      const found = kept.get(key);
      if (found === undefined || clock.now() - found.at >= MAX_AGE_MS) return remember(key, person);
      kept.delete(key);
      kept.set(key, found);
      return found.index;
    },
    invalidate: () => kept.clear(),
  };
}

async function readFacts(
  store: RelationStore,
  person: Person,
  now: number,
): Promise<readonly RelationFact[]> {
  const held = await store.ofHolders(holdersOf(person));
  return held.map((fact) => relationFactOf(fact, now));
}

/** A stored fact as the decision reads it, at the moment it was read from the store. */
export function relationFactOf(
  { holder: _holder, sourceId, ...fact }: HeldFact & { readonly sourceId: string },
  now: number,
): RelationFact {
  // REL-11: the roster here is the source of what was imported, and it was read just now.
  return { ...fact, syncedAt: isImported(sourceId) ? now : fact.syncedAt };
}
