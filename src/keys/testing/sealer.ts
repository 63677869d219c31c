import { randomBytes } from "node:crypto";
import { createKeyWrapper } from "../key-wrapper.ts";
import { createSealer } from "../local-sealer.ts";
import { createPatientSealer } from "../patient-keys.ts";
import type { PatientKeyStore, RecordSealer } from "../ports.ts";
import { memoryPatientKeys } from "./memory-patient-keys.ts";

/** A real sealer on fresh keys in memory, for tests; keys of patients are kept in `store`. */
export function memorySealer(store: PatientKeyStore = memoryPatientKeys()): RecordSealer {
  const sealer = createSealer([
    { id: freshId(), use: "seal", bytes: randomBytes(32) },
    { id: freshId(), use: "blind-index", bytes: randomBytes(32) },
  ]);
  const key = { id: freshId(), bytes: randomBytes(32) };
  const wrapper = createKeyWrapper({
    active: () => key,
    find: (id) => (id === key.id ? key : undefined),
    refresh: async () => false,
  });
  return { ...sealer, patients: createPatientSealer({ store, sealer, wrapper }) };
}

function freshId(): string {
  return randomBytes(4).toString("hex");
}
