/**
 * The record, beside PostgreSQL's own way of taking many rows: chained, sealed, signed and durable against `COPY` of the
 * same rows into a table of the same columns and indexes; and a decision with its entry, one request at a time.
 */
import { compare } from "../harness/compare.ts";
import type { BenchRow, BenchSettings, Measured } from "../harness/types.ts";
import { APPEND_ROWS } from "../record-append.ts";
import { copyPeer } from "../record-copy.ts";
import { BATCH, freshEntries, openRecordBench, type RecordBench } from "../record-material.ts";

/** Batches that each side commits in a round. */
const BATCHES = 8;
/** Callers that wait at once: one batch is being committed while the next is sealed. */
const CALLERS = 2 * BATCH;

const NOTES = [
  `ours: ${CALLERS} callers in turn, entries as the gateway makes them: sealed by XAES-256-GCM, patients indexed, hashed into the tree, a checkpoint signed, one commit a batch of ${BATCH}`,
  `peer: rows sealed and written as COPY text beforehand, into a table with the columns and indexes of ours but without the tree, one commit a batch of ${BATCH}`,
  "fsync and synchronous_commit on for both; both tables grow alike",
];

async function againstCopy(settings: BenchSettings): Promise<Measured> {
  const bench = await openRecordBench();
  const rounds = Math.max(7, settings.rounds) + 1;
  const peer = await copyPeer(bench, rounds * BATCHES);
  try {
    const ready = Array.from({ length: rounds }, () => freshEntries(BATCHES * BATCH));
    const spent = { microseconds: 0, entries: 0 };
    const ours = { work: () => recordAll(bench, ready.pop() ?? [], spent) };
    const theirs = { work: () => peer.copy(BATCHES) };
    const scale = { rate: (perSecond: number): number => perSecond };
    // A round is one piece of work, since what is copied was made beforehand.
    const measured = await compare({ ours, theirs }, { rounds: settings.rounds, roundMs: 1 }, scale);
    await peer.check();
    const each = (spent.microseconds / spent.entries).toFixed(0);
    const bound = `${each} µs of CPU an entry in our own process, which seals, hashes and writes rows in one thread, beside what PostgreSQL spends on the row`;
    return { ...measured, cpuRatio: null, notes: NOTES, bound };
  } finally {
    await peer.close();
    await bench.close();
  }
}

async function recordAll(
  { recorder }: RecordBench,
  entries: ReturnType<typeof freshEntries>,
  spent: { microseconds: number; entries: number },
): Promise<number> {
  const before = process.cpuUsage();
  let next = 0;
  const caller = async (): Promise<void> => {
    for (let entry = entries[next++]; entry !== undefined; entry = entries[next++])
      await recorder.record(entry);
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  const { user, system } = process.cpuUsage(before);
  spent.microseconds += user + system;
  spent.entries += entries.length;
  return entries.length;
}

export default [
  {
    name: "record/copy",
    row: "record: chained, durable, signed checkpoints, batches of 1,000",
    peer: "PostgreSQL COPY of the same rows, synced per batch",
    unit: "entries/s",
    must: 0.6,
    aim: 0.9,
    run: againstCopy,
  },
  ...APPEND_ROWS,
] satisfies readonly BenchRow[];
