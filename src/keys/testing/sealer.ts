import { randomBytes } from "node:crypto";
import type { KeyUse } from "../key-types.ts";
import type { PatientKeyStore, RecordSealer } from "../ports.ts";
import { createRecordSealer } from "../record-sealer.ts";
import { fixedKeys } from "./keys.ts";
import { memoryPatientKeys } from "./memory-patient-keys.ts";

/** A real sealer on fresh keys in memory, for tests; keys of patients are kept in `store`. */
export function memorySealer(store: PatientKeyStore = memoryPatientKeys()): RecordSealer {
  return createRecordSealer(fixedKeys((["seal", "blind-index", "wrap"] as const).map(freshKey)), store);
}

function freshKey(use: KeyUse) {
  return { id: randomBytes(4).toString("hex"), use, bytes: randomBytes(32) };
}
