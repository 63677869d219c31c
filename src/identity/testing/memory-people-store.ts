import { isDeepStrictEqual } from "node:util";
import { AppError } from "../../kernel/errors.ts";
import type { PeopleStore } from "../ports.ts";
import type { Person } from "../types.ts";

/** A roster in memory, for tests. */
export function memoryPeopleStore(initial: readonly Person[] = []): PeopleStore {
  let people = new Map(initial.map((person) => [person.id, person]));
  return {
    find: async (id) => people.get(id),
    async list({ text = "", role, after = "", limit }) {
      const sought = text.toLowerCase();
      return [...people.values()]
        .filter((person) => person.id > after && (role === undefined || person.roles.includes(role)))
        .filter((person) => `${person.id}\n${person.displayName}`.toLowerCase().includes(sought))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1))
        .slice(0, limit);
    },
    async upsert(rows) {
      const next = new Map(people);
      for (const row of rows) next.set(row.id, row);
      const bound = [...next.values()].flatMap((person) => person.fhirUser ?? []);
      if (new Set(bound).size < bound.length) throw new AppError("internal", "writing the roster failed");
      const added = rows.filter((row) => !people.has(row.id)).length;
      const unchanged = rows.filter((row) => isDeepStrictEqual(people.get(row.id), row)).length;
      people = next;
      return { added, changed: rows.length - added - unchanged, unchanged };
    },
  };
}
