import type { Directive, DirectiveStore } from "../directive.ts";
import { latestAct } from "../directive.ts";

/** A DirectiveStore that forgets. */
export function memoryDirectiveStore<Terms, Kind extends string>(): DirectiveStore<Terms, Kind> {
  const kept: Directive<Terms, Kind>[] = [];
  let changes = 0;
  const at = (id: string): number => kept.findIndex((directive) => directive.id === id);
  return {
    start: async (directive) => {
      if (at(directive.id) >= 0) return false;
      changes += 1;
      return kept.unshift(directive) > 0;
    },
    append: async (id, act) => {
      const known = kept[at(id)];
      if (known === undefined || latestAct(known).n >= act.n) return false;
      kept[at(id)] = { ...known, acts: [...known.acts, act] };
      changes += 1;
      return true;
    },
    find: async (id) => kept[at(id)],
    list: async ({ patientId, latest, after, limit }) =>
      kept
        .slice(after === undefined ? 0 : at(after) + 1)
        .filter((directive) => patientId === undefined || directive.patientId === patientId)
        .filter((directive) => latest === undefined || latest.includes(latestAct(directive).kind))
        .slice(0, limit),
    version: async () => String(changes),
  };
}
