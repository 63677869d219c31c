import type { AuditEntry } from "../types.ts";

/**
 * How an access was had. `source`: another system tells of it; `break-glass`, `jit`: by such a grant; `grant`: by another
 * grant; `record`: the record itself was looked at; `system`: nobody asked for it; `role`: by what the role has.
 */
export const ACCESS_WAYS = ["role", "grant", "jit", "break-glass", "record", "system", "source"] as const;
export type AccessWay = (typeof ACCESS_WAYS)[number];

/** The one way that an entry counts under, the gravest first. */
export function wayOf({ source, exceptions, grantIds, interaction, personId }: AuditEntry): AccessWay {
  if (source !== undefined) return "source";
  if (exceptions?.includes("break-glass") === true) return "break-glass";
  if (exceptions !== undefined) return "jit";
  if (grantIds.length > 0) return "grant";
  if (/^api\.(record|log|decision)\./.test(interaction)) return "record";
  return personId === null ? "system" : "role";
}

/** How many entries bear a name. */
export interface TallyRow<Name extends string = string> {
  readonly name: Name;
  readonly entries: number;
}

/** Counts one more of this name. */
export function addTo(tally: Map<string, number>, name: string): void {
  tally.set(name, (tally.get(name) ?? 0) + 1);
}

/** The most first; those alike by name. */
export function rowsOf<Name extends string>(tally: ReadonlyMap<Name, number>): readonly TallyRow<Name>[] {
  return [...tally]
    .map(([name, entries]) => ({ name, entries }))
    .toSorted((a, b) => b.entries - a.entries || (a.name < b.name ? -1 : 1));
}
