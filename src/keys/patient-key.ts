/** The key of one patient: 32 random bytes, wrapped under the key-encryption key in force. */
import { createHmac, randomBytes } from "node:crypto";
import { AppError } from "../kernel/errors.ts";
import type { KeyWrapper, StoredPatientKey } from "./ports.ts";
import { createXaes, XAES_KEY_BYTES, XAES_NONCE_BYTES } from "./xaes-256-gcm.ts";

const HANDLE_BYTES = 16;

/** A key that is in use. */
export interface PatientKey {
  readonly patientId: string;
  /** What entries about the patient bear, 16 bytes. */
  readonly handle: Uint8Array;
  readonly bytes: Uint8Array;
}

/** A fresh key for the patient of this id and blind index. */
export function mintedKey(patientId: string, index: Uint8Array, wrapper: KeyWrapper): StoredPatientKey {
  const bytes = randomBytes(XAES_KEY_BYTES);
  const handle = derived(bytes, "handle").subarray(0, HANDLE_BYTES);
  const { by, wrapped } = wrapper.wrap(bytes, wrapContext(index));
  const nonce = randomBytes(XAES_NONCE_BYTES);
  const id = Buffer.from(JSON.stringify(patientId));
  const sealedId = createXaes(derived(bytes, "id")).seal(nonce, id, index, [nonce]);
  return { index, handle, wrappedBy: by, wrapped, sealedId };
}

/** The key of this row. @throws AppError `key_unavailable` where it does not unwrap, or its id does not open */
export async function openedKey(row: StoredPatientKey, wrapper: KeyWrapper): Promise<PatientKey> {
  const bytes = await wrapper.unwrap(row.wrappedBy, row.wrapped, wrapContext(row.index));
  const patientId: unknown = JSON.parse(openId(bytes, row).toString("utf8"));
  if (typeof patientId !== "string") throw misplaced();
  return { patientId, handle: row.handle, bytes };
}

/** The same key under the key-encryption key in force. @throws AppError `key_unavailable` */
export async function rewrapped(row: StoredPatientKey, wrapper: KeyWrapper): Promise<StoredPatientKey> {
  const context = wrapContext(row.index);
  const { by, wrapped } = wrapper.wrap(await wrapper.unwrap(row.wrappedBy, row.wrapped, context), context);
  return { ...row, wrappedBy: by, wrapped };
}

/** For what is sealed under a patient's key and does not open. */
export function misplaced(cause?: unknown): AppError {
  return new AppError("key_unavailable", "the sealed value does not open in this place", { cause });
}

function openId(bytes: Uint8Array, { index, sealedId }: StoredPatientKey): Buffer {
  try {
    const [nonce, body] = [sealedId.subarray(0, XAES_NONCE_BYTES), sealedId.subarray(XAES_NONCE_BYTES)];
    return createXaes(derived(bytes, "id")).open(nonce, body, index);
  } catch (cause) {
    throw misplaced(cause);
  }
}

/** HKDF-Expand (RFC 5869) for one block: the key itself is uniform, and is never used but through this. */
function derived(bytes: Uint8Array, use: "handle" | "id"): Buffer {
  return createHmac("sha256", bytes).update(`modicum/patient-key/v1/${use}\u0001`).digest();
}

function wrapContext(index: Uint8Array): string {
  return `patient-key/v1/${Buffer.from(index.buffer, index.byteOffset, index.byteLength).toString("hex")}`;
}
