import type { PolicyDesk } from "../policy/ports.ts";

/** A desk for the policy's own API whose reports cannot be made, save for what a test puts in. */
export function practicePolicyDesk(loadedAt: number, more: Partial<PolicyDesk> = {}): PolicyDesk {
  const incomplete = async () =>
    ({ kind: "incomplete", gaps: [{ source: "roster", why: "failed", code: null }] }) as const;
  return {
    loadedAt,
    system: "ehr",
    tests: incomplete,
    reach: incomplete,
    access: incomplete,
    impact: incomplete,
    accessOf: async () => undefined,
    filesOfDraft: async () => undefined,
    ...more,
  };
}
