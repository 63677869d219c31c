import type { RelationFact } from "../../catalogue/relations.ts";
import { relationFactOf } from "../../identity/facts-provider.ts";
import { holdersOf } from "../../identity/holders.ts";
import type { Holder, RelationStore } from "../../identity/ports.ts";
import type { Person } from "../../identity/types.ts";
import type { PlainMember } from "./plain.ts";

/** People whose facts are read, unsealed and handed on together. */
const BATCH = 50;

/**
 * Everyone of the roster with the facts they hold now, in batches. What a department or the whole workforce holds is
 * read once. `now` in milliseconds since 1970. @throws AppError as the store does
 */
export async function* membersOf(
  roster: readonly Person[],
  store: Pick<RelationStore, "ofHolders">,
  now: number,
): AsyncIterable<readonly PlainMember[]> {
  const shared = new Map<Holder, readonly RelationFact[]>();
  for (let start = 0; start < roster.length; start += BATCH) {
    const people = roster.slice(start, start + BATCH);
    const asked = new Set(people.flatMap((person) => holdersOf(person)));
    const missing = [...asked].filter((holder) => !shared.has(holder));
    const facts = new Map<Holder, RelationFact[]>(missing.map((holder) => [holder, []]));
    for (const held of await store.ofHolders(missing))
      facts.get(held.holder)?.push(relationFactOf(held, now));
    for (const [holder, some] of facts) if (isShared(holder)) shared.set(holder, some);
    yield people.map((person) => ({
      person,
      facts: holdersOf(person).flatMap((holder) => shared.get(holder) ?? facts.get(holder) ?? []),
    }));
  }
}

function isShared(holder: Holder): boolean {
  return holder === "workforce" || holder.startsWith("department/");
}
