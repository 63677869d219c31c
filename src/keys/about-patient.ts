/**
 * What a row tells of one patient: sealed under the key of that patient, and found by its handle. Rows that are older than
 * keys of patients are sealed by the deployment, and found by a blind index.
 */
import { AppError } from "../kernel/errors.ts";
import type { RecordSealer } from "./ports.ts";

/** The first byte of what is sealed; every seal of the deployment begins with the first. */
const BY_DEPLOYMENT = 1;
const BY_PATIENT = 2;

/** Seals `text` for the patient of this handle; `context` is authenticated. */
export async function sealAbout(
  handle: Uint8Array,
  text: string,
  context: string,
  { patients }: RecordSealer,
): Promise<Buffer> {
  return Buffer.concat([Buffer.of(BY_PATIENT), await patients.seal([handle], Buffer.from(text), context)]);
}

/**
 * Null: the patient's key was destroyed.
 * @throws AppError `key_unavailable` where it does not open in this place.
 */
export async function openAbout(
  handle: Uint8Array,
  sealed: Uint8Array,
  context: string,
  sealer: RecordSealer,
): Promise<string | null> {
  if (sealed[0] === BY_DEPLOYMENT) return textOf(await sealer.open(sealed, context));
  if (sealed[0] !== BY_PATIENT) throw new AppError("key_unavailable", "no key here opens this sealed value");
  const opened = await sealer.patients.open([handle], sealed.subarray(1), context);
  return opened === null ? null : textOf(opened);
}

/** All that rows about this patient are found by; `namespace` is that of their older blind indexes. */
export async function patientIndexes(
  patientId: string,
  namespace: string,
  sealer: RecordSealer,
): Promise<readonly Uint8Array[]> {
  const handle = await sealer.patients.find(patientId);
  const older = sealer.blindIndex(namespace, patientId);
  return handle === null ? [older] : [handle, older];
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("utf8");
}
