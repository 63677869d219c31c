/** Break-glass and just-in-time access, grant by grant (45 CFR 164.312(a)(2)(ii), 164.312(b)). */
import type { ExceptionCounts } from "../exceptions.ts";
import {
  type Counted,
  seeEntries,
  type SummaryParts,
  type SummaryQuery,
} from "../summaries/counted-entries.ts";
import type { AuditEntry, ExceptionKind } from "../types.ts";
import { type GrantEvent, grantEventOf } from "./grant-events.ts";

/** The exceptions that rest on the same grants: as good as always one. */
export interface ExceptionGroup {
  /** Empty: no grant is named. */
  readonly grants: readonly string[];
  /** Broken glass, where any of it is: the graver of the two. */
  readonly kind: ExceptionKind;
  /** Who used it or acted on it; without nobody. */
  readonly people: readonly string[];
  /** Milliseconds since 1970. */
  readonly first: number;
  readonly last: number;
  /** All entries: uses, and acts on the grant. */
  readonly entries: number;
  readonly uses: number;
  readonly denied: number;
  /** Different ones. */
  readonly patients: number;
  /** Acts on the grant that are among the entries, in the order of a grant's life. */
  readonly events: readonly GrantEvent[];
}

export interface ExceptionGroups extends Counted {
  readonly counts: ExceptionCounts;
  /** Whose entry is the newest, first. INVARIANT: their `entries` sum to both counts together. */
  readonly groups: readonly ExceptionGroup[];
}

/** @throws as `seeEntries` does */
export async function exceptionsByGrant(parts: SummaryParts, query: SummaryQuery): Promise<ExceptionGroups> {
  const groups = new Map<string, Group>();
  let [breakGlass, jit] = [0, 0];
  const counted = await seeEntries(parts, { ...query, exceptions: true }, (entry, about) => {
    const kind = entry.exceptions?.includes("break-glass") === true ? "break-glass" : "jit";
    if (kind === "break-glass") breakGlass += 1;
    else jit += 1;
    const grants = entry.grantIds.toSorted();
    const key = JSON.stringify(grants);
    const group = groups.get(key) ?? newGroup(grants, entry.at);
    groups.set(key, group);
    if (kind === "break-glass") group.kind = kind;
    addEntry(group, entry, about);
  });
  const sorted = [...groups.values()].map(groupOf).toSorted((a, b) => b.last - a.last);
  return { ...counted, counts: { breakGlass, jit }, groups: sorted };
}

interface Group {
  readonly grants: readonly string[];
  kind: ExceptionKind;
  readonly people: Set<string>;
  readonly patients: Set<string>;
  readonly events: Set<GrantEvent>;
  first: number;
  last: number;
  entries: number;
  uses: number;
  denied: number;
}

function newGroup(grants: readonly string[], at: number): Group {
  const sets = { people: new Set<string>(), patients: new Set<string>(), events: new Set<GrantEvent>() };
  return { grants, kind: "jit", ...sets, first: at, last: at, entries: 0, uses: 0, denied: 0 };
}

function addEntry(group: Group, entry: AuditEntry, about: readonly string[]): void {
  const event = grantEventOf(entry);
  if (event === null) group.uses += 1;
  else group.events.add(event);
  if (entry.personId !== null) group.people.add(entry.personId);
  for (const patient of about) group.patients.add(patient);
  if (entry.outcome === "deny") group.denied += 1;
  group.first = Math.min(group.first, entry.at);
  group.last = Math.max(group.last, entry.at);
  group.entries += 1;
}

function groupOf({ people, patients, events, ...group }: Group): ExceptionGroup {
  const inOrder = ORDER.filter((event) => events.has(event));
  return { ...group, people: [...people].toSorted(), patients: patients.size, events: inOrder };
}

const ORDER: readonly GrantEvent[] = ["asked", "decided", "opened", "changed", "closed", "expired"];
