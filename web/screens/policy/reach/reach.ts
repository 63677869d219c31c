import type { api, Body } from "../../../api/client.ts";
import { percentText } from "../percent.ts";

type ReachAnswer = Body<Awaited<ReturnType<typeof api.policy.reach.$get>>>;
export type ReachReport = Extract<ReachAnswer, { state: "ready" }>["report"];
export type RoleReach = ReachReport["roles"][number];

/** A count of patients below this is not told, as it may point to somebody. */
export const SMALL_CELL = 11;

/** One dot: how many percent of all patients a role sees something of. */
export interface ReachDot {
  readonly role: string;
  readonly title: string;
  readonly people: number;
  /** Null: few enough to be suppressed, or none. */
  readonly patients: number | null;
  readonly percent: number | null;
  readonly standing: "counted" | "suppressed" | "none";
}

/** Dots by falling reach; roles without people are left out, as nobody reaches anybody by them. */
export function dotsOf(roles: readonly RoleReach[]): readonly ReachDot[] {
  return roles
    .filter(({ people }) => people > 0)
    .toSorted((a, b) => b.share - a.share || a.title.localeCompare(b.title))
    .map(dotOf);
}

function dotOf({ role, title, people, patients, share }: RoleReach): ReachDot {
  if (patients === 0) return { role, title, people, patients: 0, percent: null, standing: "none" };
  if (patients < SMALL_CELL)
    return { role, title, people, patients: null, percent: null, standing: "suppressed" };
  return { role, title, people, patients, percent: share * 100, standing: "counted" };
}

/** A count of patients as it may be told: `none`, `1 to 10`, `249`. */
export function toldCount(patients: number): string {
  if (patients === 0) return "none";
  return patients < SMALL_CELL ? `1 to ${SMALL_CELL - 1}` : patients.toLocaleString("en-US");
}

/** A share as it may be told beside its count: `99.6%`. */
export function toldShare(patients: number, share: number): string {
  return patients > 0 && patients < SMALL_CELL ? "suppressed" : percentText(share * 100);
}
