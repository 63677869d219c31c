/** The check that runs every night over what came into the record since the last. */
import type { KeyObject } from "node:crypto";
import type { ReasonCode } from "../kernel/reasons.ts";
import type { RecordSealer } from "../keys/ports.ts";
import { gapsOf, type IncompleteEntry } from "./completeness.ts";
import { type GlassCheck, glassCheck } from "./grants/broken-glass.ts";
import type { RecordTreeStore, TreeEntry } from "./ports.ts";
import { entryOf } from "./stored-entry.ts";
import { type SystemAct, systemEntry } from "./system-entry.ts";
import { checkTail, type Head, headOf } from "./tree/head.ts";
import type { AuditEntry } from "./types.ts";

export const INTEGRITY_CHECK = "system.integrity.check";

/** What a check found in the entries [from, until) by `seq`. */
export interface IntegrityFindings {
  readonly from: number;
  readonly until: number;
  /** Entries that were there. */
  readonly entries: number;
  /** Places without an entry. */
  readonly missing: number;
  /** Whether head and newest entries are those that were signed. */
  readonly tree: "ok" | "altered";
  /** Entries that do not answer for their access, or cannot be read as entries; the first of them by id. */
  readonly incomplete: number;
  readonly examples: readonly IncompleteEntry[];
}

export interface IntegrityParts {
  readonly store: Pick<RecordTreeStore, "tree" | "leaves" | "search">;
  readonly origin: string;
  readonly publicKey: KeyObject;
  readonly sealer: RecordSealer;
}

const PAGE = 1_000;
const EXAMPLES = 20;

/**
 * Looks at every entry from `from` on (null: from the first of the tree): that none is missing between, that each has person,
 * purpose, policy and rule (45 CFR 164.312(b)), that what rests on broken glass was within it, and that the tree is the one
 * that was signed. Nothing is unsealed.
 * @throws AppError as the store does; what was found amiss is no fault but a finding.
 */
export async function checkIntegrity(parts: IntegrityParts, from: number | null): Promise<IntegrityFindings> {
  const head = await headIfSigned(parts);
  const stored = head ?? (await parts.store.tree(parts.origin));
  const size = "tree" in stored ? stored.tree.size : stored.size;
  const until = stored.firstSeq + size;
  const start = Math.min(from ?? stored.firstSeq, until);
  const holds =
    head !== null && (await tailHolds(parts.store, head, until)) && !(await standsBeside(parts, until));
  let [entries, incomplete] = [0, 0];
  const examples: IncompleteEntry[] = [];
  const glass = glassCheck(parts.store);
  for await (const page of pages(parts.store, start, until)) {
    const gaps = await Promise.all(page.map((entry) => gapsIn(entry, parts.sealer, glass)));
    const found = gaps.filter((one) => one.gaps.length > 0);
    entries += page.length;
    incomplete += found.length;
    examples.push(...found.slice(0, EXAMPLES - examples.length));
  }
  const missing = until - start - entries;
  return { from: start, until, entries, missing, tree: holds ? "ok" : "altered", incomplete, examples };
}

/** Null: the head is not the one that was signed. */
async function headIfSigned({ store, origin, publicKey }: IntegrityParts): Promise<Head | null> {
  const stored = await store.tree(origin);
  try {
    return headOf(stored, publicKey);
  } catch {
    return null;
  }
}

/** Entries that came after this head was read do not belong to it. */
async function tailHolds(store: IntegrityParts["store"], head: Head, until: number): Promise<boolean> {
  const leaves = async (seq: number, limit: number): Promise<readonly TreeEntry[]> =>
    (await store.leaves(seq, limit)).filter((entry) => entry.seq < until);
  return checkTail({ leaves }, head).then(
    () => true,
    () => false,
  );
}

/** Entries and tree grow in one commit: an entry that was read is in whatever tree is read after it. */
async function standsBeside({ store, origin }: IntegrityParts, until: number): Promise<boolean> {
  const [next] = await store.leaves(until, 1);
  if (next === undefined) return false;
  const { firstSeq, size } = await store.tree(origin);
  return next.seq >= firstSeq + size;
}

async function* pages(
  store: IntegrityParts["store"],
  from: number,
  until: number,
): AsyncIterable<readonly TreeEntry[]> {
  for (let next = from; next < until;) {
    const page = (await store.leaves(next, PAGE)).filter(({ seq }) => seq < until);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    next = last.seq + 1;
  }
}

async function gapsIn(stored: TreeEntry, sealer: RecordSealer, glass: GlassCheck): Promise<IncompleteEntry> {
  const entry = await entryOf(stored, sealer, false).catch(() => null);
  if (entry === null) return { id: stored.id, gaps: ["form"] };
  return { id: stored.id, gaps: [...gapsOf(entry), ...(await glass(entry, stored.patientIndex))] };
}

/** Why a check failed; null: it did not. */
export function reasonOf({ missing, tree, incomplete }: IntegrityFindings): ReasonCode | null {
  return missing + incomplete > 0 || tree === "altered" ? "record_not_whole" : null;
}

/** The entry of a check, from which its findings can be read again. */
export function integrityEntry(
  findings: IntegrityFindings,
  act: Pick<SystemAct, "id" | "at" | "policyHash">,
): AuditEntry {
  const { from, until, entries, missing, tree, incomplete, examples } = findings;
  const changes = [
    `checked ${from}..${until}`,
    `missing ${missing}`,
    `tree ${tree}`,
    `incomplete ${incomplete}`,
    ...examples.map(({ id, gaps }) => `lacks ${id} ${gaps.join(",")}`),
  ];
  const interaction = INTEGRITY_CHECK;
  return systemEntry({ ...act, interaction, reason: reasonOf(findings), recordCount: entries, changes });
}

/** What the entry of a check says; null: it is none. */
export function findingsOf({ interaction, changes, recordCount }: AuditEntry): IntegrityFindings | null {
  const [, from, until] = /^checked (\d+)\.\.(\d+)$/.exec(changes[0] ?? "") ?? [];
  if (interaction !== INTEGRITY_CHECK || from === undefined || until === undefined) return null;
  const numberAfter = (word: string): number =>
    Number(changes.find((line) => line.startsWith(`${word} `))?.slice(word.length + 1) ?? 0);
  const examples = changes.flatMap((line) => {
    const [, id, gaps] = /^lacks (\S+) (\S+)$/.exec(line) ?? [];
    return id === undefined || gaps === undefined
      ? []
      : [{ id, gaps: gaps.split(",") as IncompleteEntry["gaps"] }];
  });
  return {
    from: Number(from),
    until: Number(until),
    entries: recordCount,
    missing: numberAfter("missing"),
    tree: changes.includes("tree ok") ? "ok" : "altered",
    incomplete: numberAfter("incomplete"),
    examples,
  };
}
