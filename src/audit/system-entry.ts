import type { ReasonCode } from "../kernel/reasons.ts";
import type { AuditEntry } from "./types.ts";

/** What the system did by itself. */
export interface SystemAct {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `system.journal.merge`, `system.integrity.check`… */
  readonly interaction: `system.${string}`;
  readonly policyHash: string;
  /** Why it failed; null: it did not. */
  readonly reason: ReasonCode | null;
  /** Entries that it was about. */
  readonly recordCount: number;
  /** What it came to, in counts and ids of entries. INVARIANT: never of a patient. */
  readonly changes: readonly string[];
}

/** The entry of an act of the system: nobody asked for it, it serves no purpose, and it lets nothing out. */
export function systemEntry({ reason, ...act }: SystemAct): AuditEntry {
  return {
    ...act,
    personId: null,
    roles: [],
    act: "use",
    resourceType: null,
    purpose: null,
    purposes: [],
    basis: null,
    rules: [act.interaction],
    grantIds: [],
    system: "modicum",
    channel: "system",
    outcome: reason === null ? "permit" : "error",
    reason,
    released: [],
    withheldCount: 0,
    recipient: null,
    patients: [],
    records: [],
    query: null,
  };
}
