import { openKeyFolder } from "../key-folder.ts";
import { openKeyring } from "../keyring.ts";
import type { PatientKeyStore, RecordSealer } from "../ports.ts";
import { createRecordSealer } from "../record-sealer.ts";

/** The sealer of a data folder as the server opens it, for processes of tests. */
export async function folderSealer(keysDir: string, store: PatientKeyStore): Promise<RecordSealer> {
  return createRecordSealer(await openKeyring(await openKeyFolder(keysDir)), store);
}
