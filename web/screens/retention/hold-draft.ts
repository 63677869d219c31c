import type { HoldScope } from "./retention.ts";

/** A legal hold as it is being filled in. Days as `2027-05-31`. */
export interface HoldDraft {
  readonly kind: HoldScope["kind"];
  readonly patient: string;
  readonly person: string;
  readonly from: string;
  readonly last: string;
  readonly reason: string;
}

export const EMPTY_HOLD: HoldDraft = {
  kind: "patient",
  patient: "",
  person: "",
  from: "",
  last: "",
  reason: "",
};

type Lacks = Partial<Record<keyof HoldDraft, string>>;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

/** What is wrong with each field; nothing: it can be sent. */
export function holdLacks({ kind, patient, person, from, last, reason }: HoldDraft): Lacks {
  const isBackwards = DAY.test(from) && DAY.test(last) && last < from;
  return {
    ...(kind === "patient" && !/^[A-Za-z0-9\-.]{1,64}$/.test(patient.trim())
      ? { patient: "Give a logical id: letters, digits, hyphens and dots." }
      : {}),
    ...(kind === "person" && person.trim() === "" ? { person: "Say whose acts it keeps." } : {}),
    ...(kind === "period" && !DAY.test(from) ? { from: "Give the first day." } : {}),
    ...(kind === "period" && !DAY.test(last) ? { last: "Give the last day." } : {}),
    ...(kind === "period" && isBackwards ? { last: "It ends before it begins." } : {}),
    ...(reason.trim() === "" ? { reason: "Say why." } : {}),
  };
}

/** What is sent; null while something is lacking. A period keeps its last day whole, in UTC. */
export function newHold(draft: HoldDraft): { scope: HoldScope; reason: string } | null {
  if (Object.keys(holdLacks(draft)).length > 0) return null;
  return { scope: scopeOf(draft), reason: draft.reason.trim() };
}

function scopeOf({ kind, patient, person, from, last }: HoldDraft): HoldScope {
  if (kind === "patient") return { kind, patient: patient.trim() };
  if (kind === "person") return { kind, person: person.trim() };
  if (kind === "period") {
    const until = new Date(Date.parse(`${last}T00:00:00Z`) + DAY_MS).toISOString();
    return { kind, from: `${from}T00:00:00Z`, until };
  }
  return { kind };
}
