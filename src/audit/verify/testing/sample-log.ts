import { createHash } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { practiceApi } from "../../../api/testing/practice-api.ts";
import { createLogGateway } from "../../../gateway/log/http.ts";
import type { RecordSigningKey } from "../../../keys/record-signing-key.ts";
import { memoryRecordKey } from "../../../keys/testing/record-key.ts";
import { memoryLog, type MemoryLog } from "../../testing/memory-log.ts";
import { storedEntry } from "../../testing/record-store.contract.ts";
import { verifierKeyOf } from "../../tree/checkpoint.ts";
import { openRecordTree } from "../../tree/record-tree.ts";
import { keepNextTiles } from "../../tree/tiles.ts";
import { httpSource } from "../http-source.ts";
import { writePack } from "../pack-writer.ts";
import type { LogSource } from "../source.ts";

export const ORIGIN = "modicum/phi.example.org";

export interface SampleLog {
  readonly log: MemoryLog;
  readonly key: RecordSigningKey;
  readonly vkey: string;
  /** The log as a client with the right to the record reads it. */
  readonly source: LogSource;
}

/** A log of the product's own making, with a commit for each of these numbers of entries. */
export async function sampleLog(
  commits: readonly number[],
  {
    origin = ORIGIN,
    key = memoryRecordKey(),
    startAt = Date.UTC(2026, 4, 4),
    salt = "a",
    log = memoryLog(),
  } = {},
): Promise<SampleLog> {
  let [now, number] = [startAt, log.rows.length];
  const tree = await openRecordTree(log, key, origin, { now: () => now });
  for (const count of commits) {
    now += 2_000;
    await tree.append(Array.from({ length: count }, () => entryOf(++number, now, salt)));
  }
  while ((await keepNextTiles(log)) > 0);
  const vkey = verifierKeyOf(origin, key.publicKey);
  const { pipeline } = (await practiceApi()).deps;
  const app = createLogGateway({ pipeline, store: log, entries: log.leaves, verifierKey: vkey });
  const headers = { authorization: "Bearer audra.auditor", "x-purpose-of-use": "audit" };
  const source = httpSource("http://log", headers, async (url, init) => app.request(url, init));
  return { log, key, vkey, source };
}

/** An exported pack of the log, sealed parts with it; returns its folder. */
export async function samplePack({ source }: SampleLog): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), "modicum-pack-")), "pack");
  await writePack(source, folder, { sealed: true });
  return folder;
}

function entryOf(number: number, now: number, salt: string) {
  const seed = createHash("sha256").update(`${salt}/${number}`).digest();
  return storedEntry(number, {
    id: `00000000-0000-7000-8000-${seed.toString("hex").slice(0, 12)}`,
    at: now - (number % 1_000),
    personId: number % 5 === 0 ? null : `person-${number % 7}`,
    sealed: seed,
    patientIndex: Array.from({ length: number % 3 }, (_, at) => seed.subarray(at, at + 16)),
    open: { purpose: "billing", rules: [`role:biller/billing#${number % 4}`], text: 'ü\u2028\u007f"' },
  });
}
