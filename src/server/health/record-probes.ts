import type { RecorderHealth } from "../../audit/recorder.ts";
import type { LogStore } from "../../audit/tree/ports.ts";
import type { WitnessStatus } from "../../audit/tree/witness-client.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Emergencies } from "../emergencies.ts";
import type { Integrity } from "../integrity.ts";
import type { CommitTimes } from "./commit-times.ts";
import { counted, type Finding, type Probe, spanOf } from "./probe.ts";

export interface RecordParts {
  readonly record: {
    health(): RecorderHealth;
    readonly commits: CommitTimes;
    readonly journal: Pick<Emergencies, "health">;
    readonly integrity: Pick<Integrity, "last">;
  };
  readonly log: Pick<LogStore, "state" | "newest" | "tilesThrough">;
  /** As they are configured. */
  readonly witnessNames: readonly string[];
  readonly witnesses: () => Promise<readonly WitnessStatus[]>;
  readonly clock: Clock;
}

/** What keeps the record whole, and proves that it is (45 CFR 164.312(b), (c)). */
export function recordProbes(parts: RecordParts): readonly Probe[] {
  const { record } = parts;
  return [
    {
      id: "record",
      title: "Writing the record",
      area: "record",
      look: () => writingOf(record.health(), record.commits.last()),
    },
    { id: "checkpoint", title: "Checkpoint", area: "record", look: () => checkpoint(parts) },
    { id: "tiles", title: "Tiles of the log", area: "record", look: () => tiles(parts) },
    { id: "journal", title: "Journal of emergencies", area: "record", look: () => journal(parts) },
    { id: "integrity", title: "Nightly check of the record", area: "record", look: () => integrity(parts) },
    ...witnessProbes(parts),
  ];
}

const SLOW_MS = 1_000;

/** F176: how long an entry waits until it is durable. */
export function writingOf(
  { waiting, lagMs, failing }: RecorderHealth,
  last: ReturnType<CommitTimes["last"]>,
): Finding {
  const figures = { waiting, lagMs: Math.round(lagMs), ...(last === null ? {} : rounded(last)) };
  if (failing !== null)
    return {
      state: "failed",
      found: `The last batch could not be written (${failing}); nothing is released until one is.`,
      next: "See whether the database runs and its disk has room.",
      figures,
    };
  const queue = counted(waiting, "entry waits", "entries wait");
  const took = last === null ? "" : ` The last commit took ${last.ms.toFixed(1)} ms.`;
  if (Math.max(lagMs, last?.slowestMs ?? 0) > SLOW_MS)
    return {
      state: "attention",
      found: `${queue}, the oldest for ${spanOf(lagMs)}; the slowest of the last commits took ${spanOf(last?.slowestMs ?? 0)}.`,
      next: "See what else writes to the disk of the database.",
      figures,
    };
  return { state: "ok", found: `${queue}.${took}`, figures };
}

function rounded({ ms, slowestMs }: { readonly ms: number; readonly slowestMs: number }) {
  return { lastCommitMs: Math.round(ms * 10) / 10, slowestCommitMs: Math.round(slowestMs * 10) / 10 };
}

async function checkpoint({ log, clock }: RecordParts): Promise<Finding> {
  const [state, newest] = [await log.state(), await log.newest()];
  if (state === null || newest === null)
    return { state: "unknown", found: "No checkpoint has been signed yet." };
  const behind = Math.max(0, state.size - newest.size);
  const ageMs = Math.max(0, clock.now() - newest.at);
  const figures = { size: newest.size, behind, ageMs };
  const found = `Signed over ${counted(newest.size, "entry", "entries")}, ${spanOf(ageMs)} ago.`;
  if (behind === 0) return { state: "ok", found, figures };
  return {
    state: "attention",
    found: `${found} ${counted(behind, "entry is", "entries are")} not under it yet.`,
    next: "It is signed with each commit: look again, and see the log of the process if it stays.",
    figures,
  };
}

/** A tile is full at 256 leaves. */
const TILE = 256;

async function tiles({ log }: RecordParts): Promise<Finding> {
  const [state, through] = [await log.state(), await log.tilesThrough()];
  const behind = Math.max(0, (state?.size ?? 0) - through);
  const figures = { through, behind };
  const found = `Full tiles are stored up to leaf ${through.toLocaleString("en-US")}; ${behind.toLocaleString("en-US")} are newer.`;
  if (behind < 2 * TILE) return { state: "ok", found, figures };
  return {
    state: "attention",
    found,
    next: "Tiles are made in the background: if they do not catch up, see the log of the process.",
    figures,
  };
}

function journal({ record }: RecordParts): Finding {
  const { state, waiting, used, size } = record.journal.health();
  const figures = { waiting, usedBytes: used, sizeBytes: size };
  if (state === "empty")
    return { state: "ok", found: "Empty and ready for entries of emergencies.", figures };
  if (state === "holding")
    return {
      state: "attention",
      found: `${counted(waiting, "entry waits", "entries wait")} to be merged into the record.`,
      next: "They are merged as soon as the record takes entries again.",
      figures,
    };
  return {
    state: "failed",
    found: state === "altered" ? "Something stands in it that no crash leaves." : "It cannot be written.",
    next: "Break-glass has no fallback until this is mended: see the journal's disk, and who had access to it.",
    figures,
  };
}

const OVERDUE_MS = 36 * 3_600_000;

function integrity({ record, clock }: RecordParts): Finding {
  const last = record.integrity.last();
  if (last === null)
    return {
      state: "unknown",
      found: "No check has run yet; it runs each night at three.",
      next: "Wait for the first night, then read what it found with `modicum log integrity`. To check the record by its bytes now, run `modicum log verify`.",
    };
  const { at, findings } = last;
  const { entries, missing, incomplete, tree } = findings;
  const figures = { entries, missing, incomplete };
  if (missing + incomplete > 0 || tree === "altered")
    return {
      state: "failed",
      found: `${missing} missing, ${incomplete} incomplete, and the tree is ${tree === "ok" ? "as signed" : "not as signed"}.`,
      next: "Keep a copy of the database as it is, and verify the record offline with `modicum log verify`.",
      since: at,
      figures,
    };
  const found = `${counted(entries, "entry", "entries")} checked ${spanOf(clock.now() - at)} ago: none missing, none incomplete, the tree as signed.`;
  return clock.now() - at > OVERDUE_MS
    ? {
        state: "attention",
        found,
        next: "The nightly check is late: see whether jobs run.",
        since: at + OVERDUE_MS,
        figures,
      }
    : { state: "ok", found, figures };
}

const NO_WITNESS: Finding = {
  state: "attention",
  found: "No witness was asked: nobody outside can show that the record was never rewritten.",
  next: "Run one elsewhere with `modicum log witness`, and name it in MODICUM_WITNESS.",
};

function witnessProbes(parts: RecordParts): readonly Probe[] {
  if (parts.witnessNames.length === 0)
    return [{ id: "witness", title: "Witnesses", area: "record", look: () => NO_WITNESS }];
  return parts.witnessNames.map((name) => ({
    id: `witness:${name}`,
    title: `Witness ${name}`,
    area: "record",
    look: () => witness(parts, name),
  }));
}

/** F178: how large a tree a witness cosigned last, when, and how far that is behind. */
async function witness({ log, witnesses, clock }: RecordParts, name: string): Promise<Finding> {
  const [all, newest] = [await witnesses(), (await log.state())?.size ?? 0];
  const status = all.find((one) => one.name === name);
  return status === undefined
    ? { state: "unknown", found: "It is not asked any more." }
    : witnessFinding(status, newest, clock.now());
}

/** A witness in words. @param newest entries in the tree now */
export function witnessFinding(
  { size, at, state, lastRefusal }: WitnessStatus,
  newest: number,
  now: number,
): Finding {
  const behind = Math.max(0, newest - size);
  const figures = { size, behind };
  const found =
    at === null
      ? `It has cosigned nothing yet, of ${counted(newest, "entry", "entries")}.`
      : `It cosigned ${counted(size, "entry", "entries")} ${spanOf(now - at)} ago, and is behind by ${behind.toLocaleString("en-US")}.`;
  if (state === "ok") return { state: "ok", found, figures };
  if (state === "waiting")
    return { state: "attention", found, next: "It is asked each second: look again.", figures };
  const why = lastRefusal === null ? "It does not answer." : `It last refused with ${lastRefusal}.`;
  return {
    state: "failed",
    found: `${found} ${why}`,
    next: "If it refuses, it may have seen another history: compare with `modicum log verify --since`.",
    figures,
  };
}
