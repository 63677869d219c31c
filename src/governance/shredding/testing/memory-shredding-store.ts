import type { ShreddingStore } from "../ports.ts";
import type { SealedCounts, Shredding } from "../types.ts";

/** Nothing lies under any key. */
export const NOTHING_SEALED: SealedCounts = {
  entries: 0,
  entriesInFiles: 0,
  directives: 0,
  relationFacts: 0,
};

/** Shreddings in memory, for tests; every patient has a key but those named `nobody`. */
export function memoryShreddingStore(): ShreddingStore & { readonly destroyed: readonly string[] } {
  const kept = new Map<string, Shredding>();
  const destroyed: string[] = [];
  const change = (id: string, from: string, to: Partial<Shredding>): boolean => {
    const known = kept.get(id);
    if (known?.state !== from) return false;
    kept.set(id, { ...known, ...to });
    return true;
  };
  const isOpen = ({ state }: Shredding): boolean => state === "proposed" || state === "approved";
  return {
    destroyed,
    propose: async (shredding) => {
      const { id, patientId } = shredding;
      if (patientId === "nobody") return "no-key";
      const rival = [...kept.values()].some((one) => one.patientId === patientId && isOpen(one));
      if (kept.has(id) || rival) return "taken";
      const undecided = { decidedBy: null, decidedAt: null, destroyedAt: null, doneAt: null, sealed: null };
      kept.set(id, { ...shredding, ...undecided, state: "proposed" });
      return "proposed";
    },
    standing: async (patientId) => ({
      hasKey: patientId !== "nobody",
      open: [...kept.values()].find((one) => one.patientId === patientId && isOpen(one))?.id ?? null,
    }),
    decide: async (id, { to, by, at, sealed = null }) =>
      change(id, "proposed", { state: to, decidedBy: by, decidedAt: at, sealed }),
    destroy: async (id, destroyedAt) => {
      const patient = kept.get(id)?.patientId;
      if (change(id, "approved", { state: "destroyed", destroyedAt, patientId: null }))
        destroyed.push(patient ?? "");
      return kept.has(id) ? Buffer.alloc(16, 1) : null;
    },
    finish: async (id, doneAt) => void change(id, "destroyed", { state: "done", doneAt }),
    find: async (id) => kept.get(id),
    list: async ({ state, limit }) =>
      [...kept.values()]
        .toReversed()
        .filter((one) => state === undefined || one.state === state)
        .slice(0, limit),
  };
}
