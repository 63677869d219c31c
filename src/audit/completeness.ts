import type { AuditEntry } from "./types.ts";

/**
 * What an entry lacks to answer for an access; `form`: it cannot be read as an entry; `grant-in-force`, `one-patient`: it
 * rests on broken glass, and outside of it (grants/broken-glass.ts).
 */
export type Gap =
  | "purpose"
  | "policy"
  | "rule"
  | "person"
  | "reason"
  | "form"
  | "grant-in-force"
  | "one-patient";

export interface IncompleteEntry {
  readonly id: string;
  readonly gaps: readonly Gap[];
}

/** Acts on one's own signing in, before or beside any purpose: they rest on no rule and let nothing out. */
const WITHOUT_PURPOSE: ReadonlySet<string> = new Set([
  "api.session.sign-in",
  "api.session.sign-out",
  "api.sessions.read",
  "api.sessions.end",
  "api.sessions.disconnect",
  "oauth.client-credentials",
  "oauth.token-exchange",
]);

/** What anyone may read without saying who they are. */
const PUBLIC: ReadonlySet<string> = new Set(["fhir.capabilities"]);

/** A grant that ends by its time ends by nobody's act. */
const BY_TIME = "grant.expired";

/** Of nobody: what the system does by itself, and what anyone may read. */
function isOfNobody({ interaction, personId }: AuditEntry): boolean {
  const isByItself = interaction.startsWith("system.") || interaction === BY_TIME;
  return personId === null && (isByItself || PUBLIC.has(interaction));
}

/**
 * What this entry fails to say: a permit names who, for which purpose, under which policy, by which rule or
 * grant; an act on one's own signing in, who and under which policy; an act of the system, or what anyone may read, under
 * which policy; anything else, why not. Counts and patients may be empty, for what is empty is also an answer.
 */
export function gapsOf(entry: AuditEntry): readonly Gap[] {
  // What the server finished of itself: who asked for it, and by which rule, stands in the entry of the request.
  if (entry.interaction === "device.wipe.acknowledged") return [];
  // What another system decided rests on its rules, not on ours: it has to say where it came from.
  if (entry.source !== undefined) return [];
  if (entry.outcome !== "permit") return entry.reason === null ? ["reason"] : [];
  const letsNothingOut = entry.released.length === 0;
  const isOfNone = letsNothingOut && isOfNobody(entry);
  const isExempt = isOfNone || (letsNothingOut && hasNoPurpose(entry.interaction));
  const checks: readonly [Gap, boolean][] = [
    ["person", isOfNone || entry.personId !== null],
    ["purpose", isExempt || (entry.purpose !== null && entry.purposes.length > 0)],
    ["policy", entry.policyHash !== ""],
    ["rule", isExempt || entry.rules.length > 0 || entry.grantIds.length > 0],
  ];
  return checks.filter(([, present]) => !present).map(([gap]) => gap);
}

/** What was done with keys was permitted where it was asked for; the process itself does it at its start. */
function hasNoPurpose(interaction: string): boolean {
  return WITHOUT_PURPOSE.has(interaction) || interaction.startsWith("keys.");
}
