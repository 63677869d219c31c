import { openRecordSigningKey } from "../../keys/record-signing-key.ts";
import { folderSealer } from "../../keys/testing/folder-sealer.ts";
import { systemClock } from "../../kernel/clock.ts";
import { openDatabase } from "../../store/database.ts";
import { migrate } from "../../store/migrate.ts";
import { createPatientKeyStore } from "../../store/patient-key-store.ts";
import { createRecordStore } from "../../store/record-store.ts";
import { nextEntryId } from "../entry-id.ts";
import { createRecorder } from "../recorder.ts";
import { openRecordTree } from "../tree/record-tree.ts";
import { auditEntry } from "./audit-entry.ts";

/** Records without end over the data folder it is given, and says each id only once it was acknowledged. */
const CALLERS = 32;
const dataDir = process.argv[2] ?? "";
const database = await openDatabase({ dataDir });
await migrate(database.kysely);
const sealer = await folderSealer(`${dataDir}/keys`, createPatientKeyStore(database.kysely));
const key = await openRecordSigningKey(`${dataDir}/keys`, sealer);
const tree = await openRecordTree(createRecordStore(database.kysely), key, "test", systemClock);
const recorder = createRecorder(tree, sealer, systemClock);

async function recordForever(): Promise<never> {
  for (;;) {
    const id = nextEntryId(systemClock);
    await recorder.record(auditEntry(0, { id, at: systemClock.now() }));
    process.stdout.write(`acknowledged ${id}\n`);
  }
}
await Promise.all(Array.from({ length: CALLERS }, recordForever));
