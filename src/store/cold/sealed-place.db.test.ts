import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createRecorder } from "../../audit/recorder.ts";
import { auditEntry } from "../../audit/testing/audit-entry.ts";
import { openRecordTree } from "../../audit/tree/record-tree.ts";
import { systemClock } from "../../kernel/clock.ts";
import { openKeyFolder } from "../../keys/key-folder.ts";
import { SYSTEM } from "../../keys/key-types.ts";
import { type Keyring, openKeyring } from "../../keys/keyring.ts";
import { createRecordSealer } from "../../keys/record-sealer.ts";
import { memoryRecordKey } from "../../keys/testing/record-key.ts";
import type { Database } from "../database.ts";
import { createPatientKeyStore } from "../patient-key-store.ts";
import { createRecordStore } from "../record-store.ts";
import { keepPartitions } from "../record/partitions.ts";
import { freshDatabase } from "../testing/database.ts";
import { createDuck, type Duck } from "./duck.ts";
import { sealMonths } from "./seal.ts";
import { sealedColdMonths } from "./sealed-place.ts";

const MAY_2020 = Date.UTC(2020, 4, 4);
const NOW = Date.UTC(2026, 4, 4);

let database: Database;
let folder: string;
let duck: Duck;
let keyring: Keyring;
beforeEach(async () => {
  database = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), "modicum-cold-place-"));
  duck = createDuck(folder);
  keyring = await openKeyring(await openKeyFolder(join(folder, "keys")));
});
afterEach(async () => {
  await duck.close();
  await database.close();
  await rm(folder, { recursive: true });
});

/** An old month with this entry alone, in a file. */
async function inCold(entry: Parameters<typeof auditEntry>[1]): Promise<void> {
  const db = database.kysely;
  const tree = await openRecordTree(createRecordStore(db), memoryRecordKey(), "test", systemClock);
  const recorder = createRecorder(tree, createRecordSealer(keyring, createPatientKeyStore(db)), systemClock);
  await recorder.record(auditEntry(1, { at: MAY_2020, ...entry }));
  await keepPartitions(db, NOW, 0);
  const rule = { now: NOW, keepMonths: 24, provenThrough: Infinity, newestFrom: Infinity };
  expect(await sealMonths(db, { duck, folder }, rule)).toEqual(["2020-05"]);
}

describe("cold history under keys of the deployment", () => {
  it.each([
    ["holds the key of an entry about nobody", { patients: [], recipient: null }, true],
    ["holds the key of a recipient beside what is sealed for patients", { recipient: "County clinic" }, true],
    ["holds none for what patients' keys seal", { recipient: null }, false],
  ])("KEY-32 F155 %s", async (_title, entry, isHeld) => {
    const { id } = keyring.active("seal");
    await inCold(entry);
    await keyring.rotate("seal", SYSTEM);
    const place = sealedColdMonths(database.kysely, { duck, folder });
    expect(await place.holds(id)).toBe(isHeld);
    expect(await place.holds(keyring.active("seal").id)).toBe(false);
  });
});
