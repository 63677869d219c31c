import { AppError } from "../../kernel/errors.ts";
import type { HeldFact, RelationSourceStatus, RelationStore } from "../ports.ts";

type Stored = HeldFact & { readonly sourceId: string };
type State = Pick<RelationSourceStatus, "syncedAt" | "lastFailureAt" | "lastFailure">;

const UNREAD: State = { syncedAt: null, lastFailureAt: null, lastFailure: null };

/** Relation facts in memory, for tests. */
export function memoryRelationStore(): RelationStore {
  let stored: readonly Stored[] = [];
  const states = new Map<string, State>();
  const mark = (source: string, state: Partial<State>): void => {
    states.set(source, { ...(states.get(source) ?? UNREAD), ...state });
  };
  const replace = (source: string, gone: (fact: Stored) => boolean, facts: readonly HeldFact[]): void => {
    if (facts.some((fact) => fact.until <= fact.from)) {
      throw new AppError("internal", "writing relation facts failed: `empty window`");
    }
    const kept = stored.filter((fact) => fact.sourceId !== source || !gone(fact));
    stored = [...kept, ...facts.map((fact) => ({ ...fact, sourceId: source }))];
  };
  return {
    async replaceSource(source, facts, syncedAt) {
      replace(source, () => true, facts);
      mark(source, { syncedAt });
    },
    async replacePatient(source, patientId, facts) {
      replace(source, (fact) => fact.patientId === patientId, facts);
      mark(source, {});
    },
    ofHolders: async (holders) => stored.filter((fact) => holders.includes(fact.holder)),
    async holders() {
      const counts = new Map<HeldFact["holder"], number>();
      for (const { holder } of stored) counts.set(holder, (counts.get(holder) ?? 0) + 1);
      return [...counts]
        .map(([holder, facts]) => ({ holder, facts }))
        .toSorted((a, b) => (a.holder < b.holder ? -1 : 1));
    },
    async status() {
      return [...states]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([source, state]) => {
          const facts = stored.filter((fact) => fact.sourceId === source);
          const people = new Set(facts.map((fact) => fact.holder)).size;
          return { source, facts: facts.length, people, ...state };
        });
    },
    async recordSyncFailure(source, at, code) {
      mark(source, { lastFailureAt: at, lastFailure: code });
    },
  };
}
