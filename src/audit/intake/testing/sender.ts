import { folderSealer } from "../../../keys/testing/folder-sealer.ts";
import { openRecordSigningKey } from "../../../keys/record-signing-key.ts";
import { createPatientKeyStore } from "../../../store/patient-key-store.ts";
import { openDatabase } from "../../../store/database.ts";
import { readFhirLines } from "../fhir/batch.ts";
import { balpRead } from "./audit-event.ts";
import { recordSource } from "./memory-intake.ts";
import { openIntakeOver } from "./open-intake.ts";

/** Sends batches over the keys and the database it is given, from the first on, and says each only once it was acknowledged. */
const BATCH = 20;
const dataDir = process.argv[2] ?? "";
const last = Number(process.argv[4] ?? Number.POSITIVE_INFINITY);
const database = await openDatabase({ dataDir, databaseUrl: process.argv[3] });
const sealer = await folderSealer(`${dataDir}/keys`, createPatientKeyStore(database.kysely));
const key = await openRecordSigningKey(`${dataDir}/keys`, sealer);
const { intake, recorder } = await openIntakeOver(database, key, sealer);
for (let batch = 0; batch <= last; batch++) {
  const events = Array.from({ length: BATCH }, (_, index) => JSON.stringify(balpRead(batch * BATCH + index)));
  const { accepted, duplicate } = await intake.take(
    recordSource(),
    readFhirLines(events.join("\n")),
    "intake",
  );
  process.stdout.write(`acknowledged ${batch} ${accepted} ${duplicate}\n`);
}
await recorder.close();
await database.close();
