/** Finds ids that occur twice, in memory that does not grow with the log: ids are sorted into files, and read one file at a time. */
import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHash } from "node:crypto";

const FILES = 64;
const ID = 16;
const PLACE = 6;
const ROW = ID + PLACE;
const HELD = 2_048 * ROW;

export interface IdLedger {
  add(id: string, index: number): Promise<void>;
  /** Calls back for each id that came twice, with the later of its places. */
  finish(onDuplicate: (index: number) => void): Promise<void>;
  /** Takes the files away. */
  close(): Promise<void>;
}

/** A ledger over files in a temporary folder, readable by their owner alone. */
export async function openIdLedger(): Promise<IdLedger> {
  const folder = await mkdtemp(join(tmpdir(), "modicum-verify-"));
  const held = Array.from({ length: FILES }, () => ({ rows: Buffer.alloc(HELD), used: 0 }));
  const fileOf = (at: number): string => join(folder, String(at));
  const flush = async (at: number): Promise<void> => {
    const slot = held[at];
    if (slot === undefined || slot.used === 0) return;
    await appendFile(fileOf(at), slot.rows.subarray(0, slot.used), { mode: 0o600 });
    slot.used = 0;
  };
  return {
    async add(id, index) {
      const digest = createHash("sha256").update(id).digest();
      const at = (digest[ID] ?? 0) % FILES;
      const slot = held[at];
      if (slot === undefined) return;
      digest.copy(slot.rows, slot.used, 0, ID);
      slot.rows.writeUIntBE(index, slot.used + ID, PLACE);
      slot.used += ROW;
      if (slot.used === HELD) await flush(at);
    },
    async finish(onDuplicate) {
      for (let at = 0; at < FILES; at++) {
        await flush(at);
        duplicatesIn(await readFile(fileOf(at)).catch(() => Buffer.alloc(0)), onDuplicate);
      }
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

function duplicatesIn(rows: Buffer, onDuplicate: (index: number) => void): void {
  const seen = new Set<string>();
  for (let at = 0; at < rows.length; at += ROW) {
    const id = rows.toString("latin1", at, at + ID);
    if (seen.has(id)) onDuplicate(rows.readUIntBE(at + ID, PLACE));
    seen.add(id);
  }
}
