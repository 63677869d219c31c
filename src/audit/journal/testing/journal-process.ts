import { openLocalSealer } from "../../../keys/local-sealer.ts";
import { openRecordSigningKey } from "../../../keys/record-signing-key.ts";
import { folderSealer } from "../../../keys/testing/folder-sealer.ts";
import { systemClock } from "../../../kernel/clock.ts";
import { openDatabase } from "../../../store/database.ts";
import { createPatientKeyStore } from "../../../store/patient-key-store.ts";
import { createRecordStore } from "../../../store/record-store.ts";
import { nextEntryId } from "../../entry-id.ts";
import { createRecorder } from "../../recorder.ts";
import { auditEntry } from "../../testing/audit-entry.ts";
import { openRecordTree } from "../../tree/record-tree.ts";
import { openJournal } from "../journal.ts";
import { openJournalFile } from "../medium.ts";
import { mergeJournal } from "../merge.ts";

/**
 * Writes the journal of a data folder without end, and says each id only once it was acknowledged; given a database, merges
 * it there and ends.
 */
const CALLERS = 16;
const [dataDir = "", databaseUrl] = process.argv.slice(2);
const sealer = await openLocalSealer(`${dataDir}/keys`);
const newId = (): string => nextEntryId(systemClock);
const medium = await openJournalFile(`${dataDir}/journal`, 8 * 1024 * 1024);
const journal = await openJournal(medium, sealer, newId);
if (journal.held().altered) console.log("altered");

if (databaseUrl === undefined) await Promise.all(Array.from({ length: CALLERS }, writeForever));
else await merge(databaseUrl);

async function writeForever(): Promise<never> {
  for (;;) {
    const id = newId();
    await journal.append(auditEntry(0, { id, at: systemClock.now() }));
    process.stdout.write(`acknowledged ${id}\n`);
  }
}

async function merge(url: string): Promise<void> {
  const database = await openDatabase({ dataDir, databaseUrl: url, poolSize: 5 });
  const key = await openRecordSigningKey(`${dataDir}/keys`, sealer);
  const tree = await openRecordTree(createRecordStore(database.kysely), key, "test", systemClock);
  const patients = createPatientKeyStore(database.kysely);
  const sealing = await folderSealer(`${dataDir}/keys`, patients);
  const recorder = createRecorder(tree, sealing, systemClock);
  process.stdout.write("merging\n");
  await mergeJournal({ journal, recorder, now: systemClock.now, policyHash: () => "ab".repeat(32) });
  process.stdout.write("merged\n");
  await database.close();
}
