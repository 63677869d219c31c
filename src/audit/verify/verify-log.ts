/** Verifies a log from beginning to end in one pass over its bytes, in memory that does not grow with it. */
import { type Difference, differences } from "./bundle.ts";
import {
  type Checkpoint,
  type Mark,
  merged,
  openCheckpoint,
  orderedHistory,
  placeOf,
  tallyWitnesses,
  type WitnessTally,
} from "./checkpoints.ts";
import { type ParsedEntry, parseEntry } from "./entry.ts";
import { type Finding, type FindingClass, findingList, type FindingList } from "./findings.ts";
import { type IdLedger, openIdLedger } from "./id-ledger.ts";
import { GrowingTree, HASH, hashOfLeaf, rootOver, same } from "./merkle.ts";
import type { VerifierKey } from "./notes.ts";
import { sealedDifferences } from "./sealed.ts";
import { type LogSource, partsOf, pathOf, TILE } from "./source.ts";
import { tileLevels } from "./tile-levels.ts";

export interface VerifyOptions {
  /** The log's key, from the operator's hands. */
  readonly key: VerifierKey;
  /** A checkpoint kept from an earlier time. */
  readonly since?: string;
  readonly witnesses?: readonly VerifierKey[];
  /** False: tree and checkpoints alone, which take no right. */
  readonly entries: boolean;
  /** Whether sealed parts come with the entries. */
  readonly sealed: boolean;
  readonly onProgress?: (done: number, size: number) => void;
}

export interface Verdict {
  readonly origin: string;
  readonly size: number;
  /** When the newest checkpoint was signed, milliseconds since 1970; null: there is no checkpoint to believe. */
  readonly at: number | null;
  readonly checkpoints: number;
  readonly entries: number;
  readonly sealedParts: number;
  readonly witnesses: readonly { readonly name: string; readonly cosigned: number; readonly size: number }[];
  readonly findings: readonly Finding[];
  readonly counts: Readonly<Partial<Record<FindingClass, number>>>;
}

/** One log under verification. */
interface Run {
  readonly source: LogSource;
  readonly options: VerifyOptions;
  readonly findings: FindingList;
  readonly tree: GrowingTree;
  readonly ledger: IdLedger;
  readonly witnesses: readonly WitnessTally[];
  /** Of the newest checkpoint. */
  size: number;
  readonly tally: { checkpoints: number; entries: number; sealed: number };
  /** `seq` of leaf 0, once an entry told it. */
  firstSeq: number | null;
  /** The latest entry since the last checkpoint. */
  latest: { readonly at: number; readonly index: number } | null;
}

/**
 * Reads everything the newest checkpoint covers, and says what is wrong with it.
 * @throws VerifyError where the source cannot be read at all.
 */
export async function verifyLog(source: LogSource, options: VerifyOptions): Promise<Verdict> {
  const witnesses = (options.witnesses ?? []).map((key) => ({ key, cosigned: 0, size: 0, at: 0 }));
  const run: Run = {
    source,
    options,
    findings: findingList(),
    tree: new GrowingTree(),
    ledger: await openIdLedger(),
    witnesses,
    size: 0,
    tally: { checkpoints: 0, entries: 0, sealed: 0 },
    firstSeq: null,
    latest: null,
  };
  try {
    const newest = await newestOf(run);
    if (newest !== null) await verifyUnder(run, newest);
    return verdictOf(run, newest);
  } finally {
    await run.ledger.close();
  }
}

async function newestOf({ source, options, findings }: Run): Promise<Checkpoint | null> {
  const text = await source.newest();
  const newest = text === null ? "truncated" : openCheckpoint(text, options.key);
  if (typeof newest !== "string") return newest;
  findings.add(newest, "the newest checkpoint");
  return null;
}

async function verifyUnder(run: Run, newest: Checkpoint): Promise<void> {
  run.size = newest.size;
  const further = [...sinceOf(run, newest), { ...newest, otherwise: "history-rewritten" } as const];
  const history = orderedHistory(run.source, newest, run.options.key, run.findings);
  const marks = merged(history, further)[Symbol.asyncIterator]();
  try {
    await readThrough(run, marks);
  } finally {
    await marks.return?.();
  }
  await run.ledger.finish((index) => run.findings.add("entry-duplicated", `entry ${index}`));
  for (const { key, cosigned } of run.witnesses)
    if (cosigned === 0) run.findings.add("witness-missing", `the witness ${key.name}`);
}

/** Grows the tree leaf by leaf, and compares it with every checkpoint at its size. */
async function readThrough(run: Run, marks: AsyncIterator<Mark>): Promise<void> {
  let mark = await marks.next();
  const levels = tileLevels(run.source, (name, path) => run.findings.add(name, `tile/${path}`));
  for (let index = 0; index * TILE < run.size; index++) {
    const width = Math.min(TILE, run.size - index * TILE);
    const leaves = await leavesOf(run, index, width);
    for (const leaf of leaves) {
      run.tree.add(leaf.hash);
      noteEntry(run, leaf.entry);
      for (; !mark.done && mark.value.size <= run.tree.size; mark = await marks.next())
        compare(run, mark.value);
    }
    if (leaves.length < width) break;
    if (width === TILE) await levels.add(rootOver(Buffer.concat(leaves.map(({ hash }) => hash))));
    run.options.onProgress?.(index * TILE + width, run.size);
  }
  // The rest of the history is read for what it is, though the tree ends before it.
  for (; !mark.done; mark = await marks.next()) run.tally.checkpoints += 1;
  await levels.finish();
}

/** The checkpoint that was kept, where the log has reached it. */
function sinceOf({ options, findings }: Run, newest: Checkpoint): readonly Mark[] {
  if (options.since === undefined) return [];
  const since = openCheckpoint(options.since, options.key);
  if (typeof since === "string") findings.add(since, "the checkpoint that was kept");
  else if (since.size > newest.size) findings.add("rolled-back", `${placeOf(newest)}, once ${since.size}`);
  else return [{ ...since, otherwise: "fork" }];
  return [];
}

function compare(run: Run, mark: Mark): void {
  run.tally.checkpoints += 1;
  if (!same(run.tree.root(), mark.root)) run.findings.add(mark.otherwise, placeOf(mark));
  tallyWitnesses(mark, run.witnesses, run.findings);
  // A checkpoint states whole seconds.
  if (run.latest !== null && run.latest.at >= mark.at + 1_000)
    run.findings.add("entry-time", `entry ${run.latest.index}`);
  run.latest = null;
}

interface Leaf {
  readonly hash: Uint8Array;
  readonly entry: { readonly parsed: ParsedEntry; readonly index: number } | null;
}

function noteEntry(run: Run, entry: Leaf["entry"]): void {
  if (entry === null) return;
  if (run.latest === null || entry.parsed.at > run.latest.at)
    run.latest = { at: entry.parsed.at, index: entry.index };
}

/** The leaves of a tile with their entries; fewer where the rest is missing. */
async function leavesOf(run: Run, index: number, width: number): Promise<readonly Leaf[]> {
  const path = pathOf(0, index, width);
  const [tile, bundle] = await Promise.all([
    run.source.read(path),
    run.options.entries ? run.source.read(pathOf("entries", index, width)) : null,
  ]);
  const isWhole = tile !== null && tile.length === width * HASH;
  if (!isWhole) run.findings.add("truncated", `tile/${path}`);
  const entries = await entriesOf(run, bundle, index, width);
  const hashes = isWhole ? tile : Buffer.concat(entries.map(hashOfLeaf));
  if (entries.length === 0) return hashesIn(hashes).map((hash) => ({ hash, entry: null }));
  const found = differences(entries, hashes, run.options.key.name);
  if (found.length > 0 && (await isTileAltered(run, entries, index))) {
    run.findings.add("tile-altered", `tile/${path}`);
    return checked(run, entries, Buffer.concat(entries.map(hashOfLeaf)), index);
  }
  for (const { class: name, at } of found) run.findings.add(name, `entry ${index * TILE + at}`);
  // Where entries differ from their hashes they are not those of the tree, and nothing more is said of them.
  return found.length > 0
    ? hashesIn(hashes).map((hash) => ({ hash, entry: null }))
    : checked(run, entries, hashes, index);
}

async function entriesOf(
  run: Run,
  bundle: Uint8Array | null,
  index: number,
  width: number,
): Promise<readonly Buffer[]> {
  if (!run.options.entries) return [];
  const parts = bundle === null ? null : partsOf(bundle, 2);
  const path = `tile/${pathOf("entries", index, width)}`;
  if (parts === null) run.findings.add(bundle === null ? "truncated" : "entry-malformed", path);
  return parts ?? [];
}

/** Where the tile above holds the root that the entries have, it is the leaf tile that was changed. */
async function isTileAltered(run: Run, entries: readonly Buffer[], index: number): Promise<boolean> {
  if (entries.length !== TILE) return false;
  const [above, at] = [Math.floor(index / TILE), index % TILE];
  const width = Math.min(TILE, Math.floor(run.size / TILE) - above * TILE);
  const tile = await run.source.read(pathOf(1, above, width));
  const root = rootOver(Buffer.concat(entries.map(hashOfLeaf)));
  return tile !== null && same(tile.subarray(at * HASH, (at + 1) * HASH), root);
}

/** Looks into entries that are those of the tree. */
async function checked(
  run: Run,
  entries: readonly Buffer[],
  hashes: Uint8Array,
  index: number,
): Promise<readonly Leaf[]> {
  const parsed = entries.map(parseEntry);
  for (const [at, entry] of parsed.entries()) await checkEntry(run, entry, index * TILE + at);
  if (run.options.sealed) await checkSealed(run, parsed, index);
  return hashesIn(hashes).map((hash, at) => {
    const entry = parsed[at] ?? null;
    return { hash, entry: entry === null ? null : { parsed: entry, index: index * TILE + at } };
  });
}

async function checkEntry(run: Run, entry: ParsedEntry | null, index: number): Promise<void> {
  run.tally.entries += 1;
  const place = `entry ${index}`;
  if (entry === null) {
    run.findings.add("entry-malformed", place);
    return;
  }
  run.firstSeq ??= entry.seq - index;
  if (entry.seq !== run.firstSeq + index) run.findings.add("entry-misplaced", place);
  if (entry.origin !== null && entry.origin !== run.options.key.name)
    run.findings.add("foreign-entry", place);
  await run.ledger.add(entry.id, index);
}

async function checkSealed(run: Run, entries: readonly (ParsedEntry | null)[], index: number): Promise<void> {
  const path = pathOf("sealed", index, entries.length);
  const bytes = await run.source.read(path);
  const parts = bytes === null ? null : partsOf(bytes, 4);
  if (parts === null) {
    run.findings.add("truncated", `tile/${path}`);
    return;
  }
  run.tally.sealed += parts.filter((part) => part.length > 0).length;
  const found: readonly Difference[] = sealedDifferences(entries, parts);
  for (const { class: name, at } of found) run.findings.add(name, `entry ${index * TILE + at}`);
}

function hashesIn(tile: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: tile.length / HASH }, (_, at) => tile.subarray(at * HASH, (at + 1) * HASH));
}

function verdictOf({ options, findings, tally, witnesses }: Run, newest: Checkpoint | null): Verdict {
  return {
    origin: options.key.name,
    size: newest?.size ?? 0,
    at: newest?.at ?? null,
    checkpoints: tally.checkpoints,
    entries: tally.entries,
    sealedParts: tally.sealed,
    witnesses: witnesses.map(({ key, cosigned, size }) => ({ name: key.name, cosigned, size })),
    findings: findings.found,
    counts: Object.fromEntries(findings.counts),
  };
}
