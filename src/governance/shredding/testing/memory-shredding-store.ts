import type { KeptShredding, ShreddingStore } from "../ports.ts";

/** Shreddings in memory, for tests; every patient has a key but those named `nobody`. */
export function memoryShreddingStore(): ShreddingStore & { readonly destroyed: readonly string[] } {
  const kept = new Map<string, KeptShredding>();
  const destroyed: string[] = [];
  const change = (id: string, from: string, to: Partial<KeptShredding>): boolean => {
    const known = kept.get(id);
    if (known?.state !== from) return false;
    kept.set(id, { ...known, ...to });
    return true;
  };
  const isOpen = ({ state }: KeptShredding): boolean => state === "proposed" || state === "approved";
  return {
    destroyed,
    propose: async (shredding) => {
      const { id, patientId } = shredding;
      if (patientId === "nobody") return "no-key";
      const rival = [...kept.values()].some((one) => one.patientId === patientId && isOpen(one));
      if (kept.has(id) || rival) return "taken";
      const undecided = { decidedBy: null, decidedAt: null, destroyedAt: null, doneAt: null };
      kept.set(id, { ...shredding, ...undecided, state: "proposed" });
      return "proposed";
    },
    decide: async (id, state, decidedBy, decidedAt) =>
      change(id, "proposed", { state, decidedBy, decidedAt }),
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
