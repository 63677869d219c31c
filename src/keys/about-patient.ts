import { AppError } from "../kernel/errors.ts";
import type { AboutPatient, PatientSealer, Sealer } from "./ports.ts";

/** The first byte of what is sealed; every seal of the deployment begins with the first. */
const BY_DEPLOYMENT = 1;
const BY_PATIENT = 2;

/** Over the seals of the deployment, which older rows are sealed with, and those of patients. */
export function createAboutPatient(sealer: Sealer, patients: PatientSealer): AboutPatient {
  return {
    seal: async (handle, text, context) =>
      Buffer.concat([Buffer.of(BY_PATIENT), await patients.seal([handle], Buffer.from(text), context)]),
    open: async (handle, sealed, context) => {
      if (sealed[0] === BY_DEPLOYMENT) return textOf(await sealer.open(sealed, context));
      if (sealed[0] !== BY_PATIENT)
        throw new AppError("key_unavailable", "no key here opens this sealed value");
      const opened = await patients.open([handle], sealed.subarray(1), context);
      return opened === null ? null : textOf(opened);
    },
    indexesOf: async (patientId, namespace) => {
      const handle = await patients.find(patientId);
      const older = sealer.blindIndex(namespace, patientId);
      return handle === null ? [older] : [handle, older];
    },
  };
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("utf8");
}
