import type { InferResponseType } from "hono/client";
import type { api } from "../../api/client.ts";
import type { Tone } from "../../ui/badge/badge.tsx";

export type Devices = InferResponseType<typeof api.devices.$get, 200>;
export type Device = Devices["devices"][number];
export type Demand = Devices["demand"];
export type OneDevice = InferResponseType<(typeof api.devices)[":id"]["$get"], 200>;
export type Wipe = InferResponseType<typeof api.devices.wipes.$get, 200>["wipes"][number];
export type Imported = InferResponseType<typeof api.devices.import.$post, 200>;

interface Word {
  readonly text: string;
  readonly tone: Tone;
}

/** What a device proves in its owner's hands, in words. */
const STANDINGS: Readonly<Record<Device["standing"], Word>> = {
  proven: { text: "Proven", tone: "permit" },
  lost: { text: "Lost, wipe not confirmed", tone: "deny" },
  wiped: { text: "Wiped, not seen since", tone: "neutral" },
  unencrypted: { text: "Encryption not proven", tone: "deny" },
  "not-compliant": { text: "Not compliant", tone: "caution" },
  "not-seen": { text: "Not seen lately", tone: "caution" },
};

/** What a device proves; one that was never seen was not seen lately either, and is told as such. */
export function standingOf({ standing, seenAt }: Pick<Device, "standing" | "seenAt">): Word {
  return standing === "not-seen" && seenAt === null
    ? { ...STANDINGS["not-seen"], text: "Never seen" }
    : STANDINGS[standing];
}

/** How far a wipe has come. */
export const WIPE_STATES: Readonly<Record<Wipe["state"], Word>> = {
  requested: { text: "Asked", tone: "caution" },
  acknowledged: { text: "Sent, not confirmed", tone: "caution" },
  confirmed: { text: "Confirmed", tone: "permit" },
  failed: { text: "Failed", tone: "deny" },
  withdrawn: { text: "Withdrawn", tone: "neutral" },
};

const DAY_MS = 86_400_000;

/** Nobody has confirmed it a day after it was asked for, or it was sent in vain: somebody has to look. */
export function isOverdue({ state, askedAt }: Pick<Wipe, "state" | "askedAt">, now: number): boolean {
  if (state === "failed") return true;
  return (state === "requested" || state === "acknowledged") && now - Date.parse(askedAt) > DAY_MS;
}

/** What may be done about a wipe. */
export function actsOn({ state }: Pick<Wipe, "state">): readonly ("retry" | "withdraw")[] {
  if (state === "requested") return ["withdraw"];
  return state === "acknowledged" || state === "failed" ? ["retry", "withdraw"] : [];
}

/** Yes, no, or that nobody said. */
export function saidWord(said: boolean | null): string {
  return said === null ? "Not known" : said ? "Yes" : "No";
}

/** `laptop, Windows 11`; a dash where neither is said. */
export function kindWords({ kind, platform }: Pick<Device, "kind" | "platform">): string {
  return [kind, platform].filter((one) => one !== "").join(", ") || "–";
}

/** Who said it last. */
export function sourceWord(source: string): string {
  return source === "inventory" ? "a file" : source;
}

/** What would come of a file, or came of it, in one sentence. */
export function importWords({ added, changed, unchanged, older, refused }: Imported): string {
  const parts = [
    `${added} new`,
    `${changed} changed`,
    `${unchanged} unchanged`,
    ...(older > 0 ? [`${older} older than what is known`] : []),
    ...(refused.length > 0 ? [`${refused.length} refused`] : []),
  ];
  return parts.join(", ");
}

/** What a grant comes to by a device that proves nothing. */
export function limitWords({ elements, left }: OneDevice["limits"][number]): string {
  return left === 0 ? `nothing of its ${elements} elements` : `${left} of its ${elements} elements`;
}

/** What narrows the table; a part that is not given does not. */
export interface Filters {
  readonly text: string;
  readonly state: FilterState;
}

export const FILTER_STATES = {
  any: "Any",
  lost: "Lost, wipe not confirmed",
  unencrypted: "Not encrypted",
  "encryption-unknown": "Encryption not known",
  "not-compliant": "Not compliant",
} as const;
export type FilterState = keyof typeof FILTER_STATES;

export const NO_FILTERS: Filters = { text: "", state: "any" };

/** The filters as the server takes them. */
export function queryOf({ text, state }: Filters) {
  return {
    ...(text.trim() === "" ? {} : { text: text.trim().slice(0, 128) }),
    ...(state === "lost" ? { lost: "true" as const } : {}),
    ...(state === "unencrypted" ? { encrypted: "no" as const } : {}),
    ...(state === "encryption-unknown" ? { encrypted: "unknown" as const } : {}),
    ...(state === "not-compliant" ? { compliant: "no" as const } : {}),
  };
}
