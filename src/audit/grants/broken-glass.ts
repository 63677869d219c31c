/** Whether what rests on broken glass was within it: one patient, from the opening to the close (45 CFR 164.312(a)(2)(ii)). */
import type { Gap } from "../completeness.ts";
import type { RecordStore, StoredEntry } from "../ports.ts";
import type { AuditEntry } from "../types.ts";
import { type GrantEvent, grantEventOf, untilOf } from "./grant-events.ts";

/** A break-glass grant as its acts tell it. */
interface Glass {
  /** Milliseconds since 1970. */
  readonly opened: number;
  /** When it was closed or ended; Infinity: it was not. */
  readonly ended: number;
  /** From when on it holds until when, the oldest first. */
  readonly untils: readonly { readonly at: number; readonly until: number }[];
  /** The handle of the patient, in hex. */
  readonly patient: string;
}

/** Looks grants up once each. */
export type GlassCheck = (
  entry: AuditEntry,
  patientIndex: StoredEntry["patientIndex"],
) => Promise<readonly Gap[]>;

/** Acts of one kind on one grant, at most: who would open a grant more often did not know this list. */
const ACTS = 100;

/**
 * A check of uses of broken glass: `grant-in-force` of one outside the time of every break-glass grant that it names, and of
 * one that names none that was opened; `one-patient` of one about somebody else. Nothing of what rests on no broken glass.
 * The check throws as the store does.
 */
export function glassCheck(store: Pick<RecordStore, "search">): GlassCheck {
  const known = new Map<string, Promise<Glass | null>>();
  const glassOf = (grant: string): Promise<Glass | null> => {
    const glass = known.get(grant) ?? readGlass(store, grant);
    known.set(grant, glass);
    return glass;
  };
  return async (entry, patientIndex) => {
    const isUse = entry.source === undefined && grantEventOf(entry) === null;
    if (!isUse || entry.exceptions?.includes("break-glass") !== true) return [];
    const named = (await Promise.all(entry.grantIds.map(glassOf))).filter((glass) => glass !== null);
    const patients = new Set(patientIndex.map((index) => Buffer.from(index).toString("hex")));
    const isElsewhere = [...patients].some((patient) => named.every((glass) => glass.patient !== patient));
    const checks: readonly [Gap, boolean][] = [
      ["grant-in-force", named.some((glass) => isInForce(glass, entry.at))],
      ["one-patient", patients.size <= 1 && (named.length === 0 || !isElsewhere)],
    ];
    return checks.filter(([, holds]) => !holds).map(([gap]) => gap);
  };
}

function isInForce({ opened, ended, untils }: Glass, at: number): boolean {
  const until = untils.findLast((one) => one.at <= at)?.until ?? opened;
  return at >= opened && at <= ended && at <= until;
}

/** Null: no such grant of this kind was opened. */
async function readGlass(store: Pick<RecordStore, "search">, grant: string): Promise<Glass | null> {
  const acts = async (event: GrantEvent): Promise<readonly StoredEntry[]> => {
    const page = await store.search({ grant, interaction: `grant.${event}`, exceptions: true, limit: ACTS });
    return page.entries.filter(isBreakGlass).toSorted((a, b) => a.at - b.at);
  };
  const [opened, changed, closed, expired] = await Promise.all(
    (["opened", "changed", "closed", "expired"] as const).map(acts),
  );
  const first = opened?.[0];
  if (first === undefined) return null;
  const untils = [first, ...(changed ?? [])].flatMap((entry) => {
    const until = untilOf({ changes: linesOf(entry) });
    return until === null ? [] : [{ at: entry.at, until }];
  });
  const ended = Math.min(...[...(closed ?? []), ...(expired ?? [])].map(({ at }) => at), Infinity);
  const patient = Buffer.from(first.patientIndex[0] ?? []).toString("hex");
  return { opened: first.at, ended, untils, patient };
}

function isBreakGlass({ open }: StoredEntry): boolean {
  const kinds = open["exceptions"];
  return Array.isArray(kinds) && kinds.includes("break-glass");
}

function linesOf({ open }: StoredEntry): readonly string[] {
  const lines = open["changes"];
  return Array.isArray(lines) ? lines.filter((line) => typeof line === "string") : [];
}
