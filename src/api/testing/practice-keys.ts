import type { KeyDesk } from "../keys/ports.ts";

/** A desk without a key: everything is refused as unknown. */
export function practiceKeys(): KeyDesk {
  const unknown = async () => ({ kind: "refused", refusal: "unknown-key" }) as const;
  return {
    overview: async () => ({
      vault: { kind: "local", name: "practice", ok: true, detail: null },
      keys: [],
      resealing: [],
    }),
    rotate: unknown,
    rewrap: unknown,
    proposeDestroy: unknown,
    approveDestroy: unknown,
    waitingFor: () => [],
    operations: async () => [],
  };
}
