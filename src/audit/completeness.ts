import type { Recorder } from "./recorder.ts";
import type { AuditEntry } from "./types.ts";

/** What an entry lacks to answer for an access. */
export type Gap = "purpose" | "policy" | "rule" | "person" | "reason";

export interface IncompleteEntry {
  readonly id: string;
  readonly gaps: readonly Gap[];
}

/** Acts of one's own standing, before any purpose is declared: they rest on no rule and let nothing out. */
const WITHOUT_PURPOSE: ReadonlySet<string> = new Set(["api.session.sign-in", "api.session.sign-out"]);

/**
 * What this entry fails to say: a permit names who, for which purpose, under which policy, by which rule or
 * grant; a sign-in or sign-out, who and under which policy; anything else, why not. Counts and patients may be empty,
 * for what is empty is also an answer.
 */
export function gapsOf(entry: AuditEntry): readonly Gap[] {
  // What the server finished of itself: who asked for it, and by which rule, stands in the entry of the request.
  if (entry.interaction === "device.wipe.acknowledged") return [];
  // What another system decided rests on its rules, not on ours: it has to say where it came from.
  if (entry.source !== undefined) return [];
  if (entry.outcome !== "permit") return entry.reason === null ? ["reason"] : [];
  const isSession = WITHOUT_PURPOSE.has(entry.interaction) && entry.released.length === 0;
  const checks: readonly [Gap, boolean][] = [
    ["person", entry.personId !== null],
    ["purpose", isSession || (entry.purpose !== null && entry.purposes.length > 0)],
    ["policy", entry.policyHash !== ""],
    ["rule", isSession || entry.rules.length > 0 || entry.grantIds.length > 0],
  ];
  return checks.filter(([, present]) => !present).map(([gap]) => gap);
}

/** The nightly check: every incomplete entry of [from, until), newest first, without unsealing anything. */
export async function findIncomplete(
  recorder: Pick<Recorder, "search">,
  from: number,
  until: number,
): Promise<readonly IncompleteEntry[]> {
  const found: IncompleteEntry[] = [];
  let after: string | null = null;
  do {
    const query = { from, until, limit: 1_000, ...(after === null ? {} : { after }) };
    const page = await recorder.search(query, false);
    const gaps = page.entries.map((entry) => ({ id: entry.id, gaps: gapsOf(entry) }));
    found.push(...gaps.filter((entry) => entry.gaps.length > 0));
    after = page.next;
  } while (after !== null);
  return found;
}
