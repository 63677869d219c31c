import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { openCheckpoint } from "../audit/tree/checkpoint.ts";
import type { CheckedTree } from "../backup/drill.ts";
import { type MomentParts, restoreMoment } from "../backup/moments/restore-moment.ts";
import { AppError } from "../kernel/errors.ts";
import type { createLogStore } from "../store/log-store.ts";
import type { OpenRecord } from "./record.ts";

export interface MomentDrillParts extends MomentParts {
  /** Where there is room for a database, and none of that name. */
  readonly dataDir: string;
  /** As a drill of backups does it. */
  readonly checkRecord: (url: string) => Promise<CheckedTree>;
  /** Of the record that goes on. */
  readonly log: Pick<ReturnType<typeof createLogStore>, "checkpoints">;
  readonly record: Pick<OpenRecord, "origin" | "publicKey">;
  /** The clock of checkpoints less that of the machine, milliseconds. */
  readonly clockOffsetMs: number;
}

export interface MomentDrill {
  readonly baseId: string;
  readonly tree: CheckedTree;
}

/** Between the signature of a checkpoint and the end of its commit, at most. */
const COMMIT_MS = 15_000;

/**
 * Restores to a moment beside the database and compares the record: it is a prefix of the one that goes on, and nothing that was
 * durable by that moment is missing. Nothing of it stays.
 * @throws AppError `record_unavailable` where it is not; what `restoreMoment` throws
 */
export async function drillMoment(parts: MomentDrillParts, moment: number): Promise<MomentDrill> {
  const dataDir = join(parts.dataDir, `drill-${randomBytes(6).toString("hex")}`);
  try {
    const restored = await restoreMoment(parts, moment, dataDir);
    try {
      const tree = await parts.checkRecord(restored.url);
      await compareRecord(parts, tree, moment + parts.clockOffsetMs);
      return { baseId: restored.baseId, tree };
    } finally {
      await restored.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/**
 * @param at the moment, by the clock of the checkpoints
 * @throws AppError `record_unavailable` where the tree is none that was signed, or shorter than what was durable by then
 */
export async function compareRecord(
  { log, record }: Pick<MomentDrillParts, "log" | "record">,
  tree: CheckedTree,
  at: number,
): Promise<void> {
  const [same] = tree.size === 0 ? [] : await log.checkpoints(tree.size - 1, 1);
  const signed = same === undefined ? null : openCheckpoint(same.note, record.origin, record.publicKey);
  const root = signed?.size === tree.size ? Buffer.from(signed.root).toString("hex") : null;
  if (tree.size > 0 && root !== tree.root)
    throw new AppError("record_unavailable", "the record of that moment is none that was signed");
  const [next] = await log.checkpoints(tree.size, 1);
  const nextAt = next === undefined ? null : openCheckpoint(next.note, record.origin, record.publicKey)?.at;
  if (nextAt === null || nextAt === undefined || nextAt > at - COMMIT_MS) return;
  throw new AppError("record_unavailable", "entries that were durable by that moment are missing");
}
