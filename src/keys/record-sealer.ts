import type { Clock } from "../kernel/clock.ts";
import { createAboutPatient } from "./about-patient.ts";
import type { KeySource } from "./key-types.ts";
import { createKeyWrapper } from "./key-wrapper.ts";
import { createSealer } from "./local-sealer.ts";
import { createPatientSealer } from "./patient-sealer.ts";
import type { PatientKeyStore, RecordSealer } from "./ports.ts";

/** The seals of a deployment with these keys, and those of its patients, whose keys are kept in `store`. */
export function createRecordSealer(keys: KeySource, store: PatientKeyStore, clock?: Clock): RecordSealer {
  const sealer = createSealer(keys);
  const wrapper = createKeyWrapper(keys);
  const patients = createPatientSealer({ store, sealer, wrapper, ...(clock === undefined ? {} : { clock }) });
  return { ...sealer, patients, about: createAboutPatient(sealer, patients) };
}
