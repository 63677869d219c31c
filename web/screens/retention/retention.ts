import type { InferRequestType, InferResponseType } from "hono/client";
import type { api } from "../../api/client.ts";

const retention = "retention";
type RetentionApi = (typeof api)[typeof retention];

export type Schedule = InferResponseType<RetentionApi["$get"], 200>;
export type RetentionClass = Schedule["classes"][number];
export type Month = Schedule["months"][number];
export type Hold = InferResponseType<RetentionApi["holds"]["$get"], 200>["holds"][number];
export type HoldScope = InferRequestType<RetentionApi["holds"]["$post"]>["json"]["scope"];
type Purges = InferResponseType<RetentionApi["purges"]["$get"], 200>;
export type Purge = Purges["purges"][number];
export type Tombstone = Purges["tombstones"][number];

/** Why a month is kept, in words; `until` and `ground` stand beside. */
export const KEPT: Readonly<Record<string, string>> = {
  retention: "Its years are not over",
  hold: "A legal hold",
  disclosures: "Accounting of disclosures",
  newest: "Among the newest entries, which opening the record looks at",
  unproven: "Its leaves are not kept apart from it yet",
  no_schedule: "No schedule says how long",
};

export const PLACES: Readonly<Record<Month["place"], string>> = {
  database: "Database",
  cold: "Sealed file",
};

export const SCOPES: Readonly<Record<HoldScope["kind"], string>> = {
  record: "The whole record",
  period: "A period",
  patient: "What is about a patient",
  person: "What a person did",
};

/** True where nothing keeps the month. */
export function mayGo({ kept }: Pick<Month, "kept">): boolean {
  return kept.length === 0;
}

/** Months that an open hold keeps. */
export function heldBy(months: readonly Month[], hold: Pick<Hold, "id">): readonly Month[] {
  return months.filter(({ kept }) => kept.some(({ code, ground }) => code === "hold" && ground === hold.id));
}

export type PurgeState = "waiting" | "confirmed" | "withdrawn" | "refused";

/** Where a purge stands. One that another than its proposer withdrew was refused. */
export function purgeState({ proposed, confirmed, withdrawn }: Purge): PurgeState {
  if (confirmed !== null) return "confirmed";
  if (withdrawn === null) return "waiting";
  return withdrawn.by === proposed.by ? "withdrawn" : "refused";
}

interface Me {
  readonly id: string | undefined;
  /** Capabilities on `record.retention`. */
  readonly rights: readonly string[];
}

/** Why this person does not confirm this purge; null: they may. */
export function whyNotConfirm(purge: Purge, { id, rights }: Me): string | null {
  if (!rights.includes("approve")) return "Your role does not confirm purges.";
  if (purge.proposed.by === id) return "You proposed it: another person confirms it.";
  return null;
}

/** Entries of these months together. */
export function entriesOf(months: readonly Pick<Month, "entries">[]): number {
  return months.reduce((sum, { entries }) => sum + entries, 0);
}

/** `1 month`, `2 months`, `12,000 entries`. */
export function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}
