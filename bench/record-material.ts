/** The database and the entries that benchmarks of the record write. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nextEntryId } from "../src/audit/entry-id.ts";
import { createRecorder, type Recorder } from "../src/audit/recorder.ts";
import { openRecordTree } from "../src/audit/tree/record-tree.ts";
import type { AuditEntry } from "../src/audit/types.ts";
import { systemClock } from "../src/kernel/clock.ts";
import { openKeyFolder } from "../src/keys/key-folder.ts";
import { openKeyring } from "../src/keys/keyring.ts";
import { createRecordSealer } from "../src/keys/record-sealer.ts";
import type { RecordSealer } from "../src/keys/ports.ts";
import { openRecordSigningKey } from "../src/keys/record-signing-key.ts";
import { type Database, openDatabase } from "../src/store/database.ts";
import { migrate } from "../src/store/migrate.ts";
import { createPatientKeyStore } from "../src/store/patient-key-store.ts";
import { createRecordStore } from "../src/store/record-store.ts";

export interface RecordBench {
  readonly database: Database;
  readonly sealer: RecordSealer;
  readonly recorder: Recorder;
  close(): Promise<void>;
}

export const BATCH = 1_000;

/** A record as the server wires it, over an embedded PostgreSQL of its own. */
export async function openRecordBench(): Promise<RecordBench> {
  const dataDir = await mkdtemp(join(tmpdir(), "modicum-bench-record-"));
  const database = await openDatabase({ dataDir });
  await migrate(database.kysely);
  const keysDir = join(dataDir, "keys");
  const keyring = await openKeyring(await openKeyFolder(keysDir));
  const sealer = createRecordSealer(keyring, createPatientKeyStore(database.kysely));
  const key = await openRecordSigningKey(keysDir, sealer);
  const tree = await openRecordTree(createRecordStore(database.kysely), key, "modicum/bench", systemClock);
  const limits = { waiting: 10 * BATCH, batch: BATCH, commitTimeoutMs: 5_000 };
  const recorder = createRecorder(tree, sealer, systemClock, limits);
  const close = async (): Promise<void> => {
    await recorder.close();
    await database.close();
    await rm(dataDir, { recursive: true });
  };
  return { database, sealer, recorder, close };
}

/** Entries of permitted reads, each of its own, about 2,000 patients. */
export function freshEntries(count: number): readonly AuditEntry[] {
  return Array.from({ length: count }, (_, at) => {
    const patient = `patient-${Math.floor(Math.random() * 2_000)}`;
    return {
      id: nextEntryId(systemClock),
      at: systemClock.now(),
      personId: `person-${at % 40}`,
      roles: ["physician"],
      act: "use",
      interaction: "fhir.read",
      resourceType: "Observation",
      purpose: "TREAT",
      purposes: ["treatment"],
      basis: "exempt:treatment",
      rules: ["role:physician/treatment#1"],
      grantIds: [],
      policyHash: "ab".repeat(32),
      system: "ehr",
      channel: "fhir",
      outcome: "permit",
      reason: null,
      released: ["observation.code", "observation.value", "observation.effective"],
      withheldCount: 2,
      recordCount: 1,
      changes: [],
      recipient: null,
      patients: [patient],
      records: [`Observation/${patient}-${at}`],
      query: null,
    };
  });
}
