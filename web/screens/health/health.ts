import type { InferResponseType } from "hono/client";
import type { api } from "../../api/client.ts";
import type { Tone } from "../../ui/badge/badge.tsx";
import type { IconName } from "../../ui/text/icon.tsx";

export type Health = InferResponseType<typeof api.health.$get, 200>;
export type HealthRow = Health["rows"][number];

/** A state in a word; worst first, as the table is ordered. */
export const STATES: Readonly<
  Record<HealthRow["state"], { readonly text: string; readonly tone: Tone; readonly icon: IconName }>
> = {
  failed: { text: "Failed", tone: "deny", icon: "warning" },
  attention: { text: "Attention", tone: "caution", icon: "warning" },
  unknown: { text: "Unknown", tone: "outline", icon: "help" },
  ok: { text: "OK", tone: "permit", icon: "check" },
};

const ORDER = Object.keys(STATES);

/** What wants somebody comes first; within a state the order of the server. */
export function worstFirst(rows: readonly HealthRow[]): readonly HealthRow[] {
  return rows.toSorted((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state));
}

/** `2 failed, 3 want attention, 12 ok`. */
export function summaryOf(rows: readonly HealthRow[]): string {
  const count = (state: HealthRow["state"]): number => rows.filter((row) => row.state === state).length;
  const parts: readonly (readonly [number, string])[] = [
    [count("failed"), "failed"],
    [count("attention"), count("attention") === 1 ? "wants attention" : "want attention"],
    [count("unknown"), "unknown"],
    [count("ok"), "ok"],
  ];
  return parts
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number} ${word}`)
    .join(", ");
}

/** Where more of a part is shown, and to whom: an element, or null for everyone. */
export const AREAS: Readonly<
  Record<
    NonNullable<HealthRow["area"]>,
    { readonly path: string; readonly label: string; readonly element: string } | null
  >
> = {
  record: { path: "/record", label: "Record", element: "record.entries" },
  keys: { path: "/keys", label: "Keys", element: "key.ring" },
  backups: { path: "/backups", label: "Backups", element: "backup.store" },
  relations: { path: "/relations", label: "Relation facts", element: "relation.facts" },
  sources: { path: "/sources", label: "Sources", element: "record.sources" },
  protection: { path: "/data-map/protection", label: "Protection", element: "inventory.systems" },
  jobs: null,
};
