import { createHmac } from "node:crypto";
import { AppError } from "../kernel/errors.ts";
import { nonces } from "./envelope.ts";
import { createHeldPatientKeys, type PatientKeyParts } from "./held-patient-keys.ts";
import { misplaced, type PatientKey } from "./patient-key.ts";
import type { PatientSealer } from "./ports.ts";
import { createXaes, type Xaes, XAES_NONCE_BYTES } from "./xaes-256-gcm.ts";

/**
 * Seals under keys of patients. What concerns several of them is sealed under a key that follows from all of theirs (HKDF,
 * RFC 5869, over SHA-256).
 * @throws AppError `key_unavailable` from each of its methods when a key cannot be unwrapped.
 */
export function createPatientSealer(parts: PatientKeyParts): PatientSealer {
  const keys = createHeldPatientKeys(parts);
  const nextNonce = nonces();
  /** Null: one was destroyed. */
  const keysOf = async (handles: readonly Uint8Array[]): Promise<readonly PatientKey[] | null> => {
    const found = (await keys.ofHandles(handles)).filter((key) => key !== undefined);
    return found.length === handles.length ? found : null;
  };
  const sealUnder = (theirs: readonly PatientKey[], plaintext: Uint8Array, context: string): Buffer => {
    const nonce = nextNonce();
    const aad = boundTo(
      theirs.map(({ handle }) => handle),
      context,
    );
    return cipherOf(theirs).seal(nonce, plaintext, aad, [nonce]);
  };
  return {
    handlesOf: async (ids) => (await keys.ofPatients(ids)).map(({ handle }) => handle),
    patientsOf: async (handles) => (await keys.ofHandles(handles)).map((key) => key?.patientId ?? null),
    find: async (patientId) => (await keys.find(patientId))?.handle ?? null,
    seal: async (handles, plaintext, context) => {
      const theirs = await keysOf(handles);
      if (theirs === null) throw new AppError("key_unavailable", "the key of a patient was destroyed");
      return sealUnder(theirs, plaintext, context);
    },
    sealFor: async (patientIds, plaintext, context) => {
      const theirs = await keys.ofPatients(patientIds);
      return { handles: theirs.map(({ handle }) => handle), sealed: sealUnder(theirs, plaintext, context) };
    },
    open: async (handles, sealed, context) => {
      const theirs = await keysOf(handles);
      if (theirs === null) return null;
      try {
        const [nonce, body] = [sealed.subarray(0, XAES_NONCE_BYTES), sealed.subarray(XAES_NONCE_BYTES)];
        return cipherOf(theirs).open(nonce, body, boundTo(handles, context));
      } catch (cause) {
        throw misplaced(cause);
      }
    },
    forget: keys.forget,
  };
}

/** Of one patient it is worked out once, and held for as long as the key is. */
const ofOne = new WeakMap<PatientKey, Xaes>();

function cipherOf(keys: readonly PatientKey[]): Xaes {
  const [one, another] = keys;
  if (one === undefined || another !== undefined) return createXaes(keyOfAll(keys));
  const known = ofOne.get(one) ?? createXaes(keyOfAll(keys));
  ofOne.set(one, known);
  return known;
}

function keyOfAll(keys: readonly PatientKey[]): Buffer {
  const extract = createHmac("sha256", "modicum/patients/v1");
  extract.update(Buffer.concat(keys.map(({ bytes }) => bytes)));
  return createHmac("sha256", extract.digest()).update("seal\u0001").digest();
}

function boundTo(handles: readonly Uint8Array[], context: string): Buffer {
  return Buffer.concat([...handles, Buffer.from(context)]);
}
