import { createHmac, randomBytes } from "node:crypto";
import { askedTogether } from "../kernel/asked-together.ts";
import { type Clock, systemClock } from "../kernel/clock.ts";
import { AppError } from "../kernel/errors.ts";
import { nonces } from "./envelope.ts";
import type { KeyWrapper, PatientKeyStore, PatientSealer, Sealer, StoredPatientKey } from "./ports.ts";
import { createRemembered } from "./remembered.ts";
import { createXaes, type Xaes, XAES_KEY_BYTES, XAES_NONCE_BYTES } from "./xaes-256-gcm.ts";

export const HANDLE_BYTES = 16;

/** A key that is in use. */
interface PatientKey {
  readonly patientId: string;
  readonly handle: Uint8Array;
  readonly bytes: Uint8Array;
}

interface Parts {
  readonly store: PatientKeyStore;
  readonly sealer: Pick<Sealer, "blindIndex">;
  readonly wrapper: KeyWrapper;
  readonly clock?: Clock;
}

/** Patients whose keys are held in memory, about 30 MB; and how long, so that every process learns of a destroyed one. */
const HELD = { most: 20_000, forMs: 60_000 };

/**
 * Seals under keys of patients: 32 random bytes each, wrapped under the key-encryption key in force. What concerns several
 * patients is sealed under a key that follows from all of theirs (HKDF, RFC 5869, over SHA-256).
 * @throws AppError `key_unavailable` from each of its methods when a key cannot be unwrapped.
 */
export function createPatientSealer({ store, sealer, wrapper, clock = systemClock }: Parts): PatientSealer {
  const nextNonce = nonces();
  const byPatient = createRemembered<PatientKey>({ ...HELD, clock });
  const byHandle = createRemembered<PatientKey>({ ...HELD, clock });
  const indexOf = (patientId: string): Uint8Array => sealer.blindIndex("patient_key.patient", patientId);

  const ofPatient = askedTogether(async (ids: readonly string[]) => {
    const rows = await store.ofIndexes(ids.map(indexOf));
    const keys = await Promise.all(rows.map(opened));
    return new Map(keys.map((key) => [key.patientId, hold(key)]));
  });
  const ofHandle = askedTogether(async (handles: readonly string[]) => {
    const rows = await store.ofHandles(handles.map(unhex));
    const keys = await Promise.all(rows.map(opened));
    return new Map(keys.map((key) => [hex(key.handle), hold(key)]));
  });
  const made = askedTogether(async (ids: readonly string[]) => {
    const fresh = () => store.add(ids.map((id) => minted(id, indexOf(id), wrapper)));
    await fresh().catch(async (fault: unknown) => {
      if (!(fault instanceof AppError) || fault.code !== "conflict") throw fault;
      await wrapper.refresh();
      await fresh();
    });
    return new Map(ids.map((id) => [id, true]));
  });

  async function opened(row: StoredPatientKey): Promise<PatientKey> {
    const bytes = await wrapper.unwrap(row.wrappedBy, row.wrapped, wrapContext(row.index));
    const patientId: unknown = JSON.parse(openId(bytes, row).toString("utf8"));
    if (typeof patientId !== "string") throw misplaced();
    return { patientId, handle: row.handle, bytes };
  }

  function hold(key: PatientKey): PatientKey {
    byPatient.put(key.patientId, key);
    byHandle.put(hex(key.handle), key);
    return key;
  }

  const find = (patientId: string): Asked => byPatient.get(patientId) ?? ofPatient(patientId);
  const keyOf = (patientId: string): Asked => byPatient.get(patientId) ?? keyOfNew(patientId);

  async function keyOfNew(patientId: string): Promise<PatientKey> {
    const known = await ofPatient(patientId);
    if (known !== undefined) return known;
    await made(patientId);
    // Another process may have been first: what is stored counts.
    const now = await ofPatient(patientId);
    if (now === undefined) throw new AppError("key_unavailable", "the key of a patient could not be made");
    return now;
  }

  const keysOf = (handles: readonly Uint8Array[]) =>
    all(handles.map((handle): Asked => byHandle.get(hex(handle)) ?? ofHandle(hex(handle))));

  return {
    handlesOf: async (ids) => (await all(ids.map(keyOf))).map(handleOf),
    patientsOf: async (handles) => (await keysOf(handles)).map((key) => key?.patientId ?? null),
    find: async (patientId) => (await find(patientId))?.handle ?? null,
    seal: async (handles, plaintext, context) => {
      const keys = (await keysOf(handles)).filter((key) => key !== undefined);
      if (keys.length !== handles.length)
        throw new AppError("key_unavailable", "the key of a patient was destroyed");
      const nonce = nextNonce();
      return cipherOf(keys).seal(nonce, plaintext, boundTo(handles, context), [nonce]);
    },
    open: async (handles, sealed, context) => {
      const keys = (await keysOf(handles)).filter((key) => key !== undefined);
      if (keys.length !== handles.length) return null;
      try {
        const [nonce, body] = [sealed.subarray(0, XAES_NONCE_BYTES), sealed.subarray(XAES_NONCE_BYTES)];
        return cipherOf(keys).open(nonce, body, boundTo(handles, context));
      } catch (cause) {
        throw misplaced(cause);
      }
    },
    forget: (handle) => {
      const key = byHandle.get(hex(handle));
      byHandle.drop(hex(handle));
      if (key !== undefined) byPatient.drop(key.patientId);
    },
  };
}

/** The same key under the key-encryption key in force. @throws AppError `key_unavailable` */
export async function rewrapped(row: StoredPatientKey, wrapper: KeyWrapper): Promise<StoredPatientKey> {
  const context = wrapContext(row.index);
  const { by, wrapped } = wrapper.wrap(await wrapper.unwrap(row.wrappedBy, row.wrapped, context), context);
  return { ...row, wrappedBy: by, wrapped };
}

function minted(patientId: string, index: Uint8Array, wrapper: KeyWrapper): StoredPatientKey {
  const bytes = randomBytes(XAES_KEY_BYTES);
  const handle = derived(bytes, "handle").subarray(0, HANDLE_BYTES);
  const { by, wrapped } = wrapper.wrap(bytes, wrapContext(index));
  const nonce = randomBytes(XAES_NONCE_BYTES);
  const id = Buffer.from(JSON.stringify(patientId));
  const sealedId = createXaes(derived(bytes, "id")).seal(nonce, id, index, [nonce]);
  return { index, handle, wrappedBy: by, wrapped, sealedId };
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

type Asked = PatientKey | undefined | Promise<PatientKey | undefined>;

/** Without a turn of the event loop for each where all are at hand, as they mostly are. */
async function all(asked: readonly Asked[]): Promise<readonly (PatientKey | undefined)[]> {
  const atHand = asked.filter((one): one is PatientKey | undefined => !(one instanceof Promise));
  return atHand.length === asked.length ? atHand : Promise.all(asked);
}

function handleOf(key: PatientKey | undefined): Uint8Array {
  if (key === undefined) throw new AppError("key_unavailable", "the key of a patient could not be made");
  return key.handle;
}

function boundTo(handles: readonly Uint8Array[], context: string): Buffer {
  return Buffer.concat([...handles, Buffer.from(context)]);
}

function wrapContext(index: Uint8Array): string {
  return `patient-key/v1/${hex(index)}`;
}

function misplaced(cause?: unknown): AppError {
  return new AppError("key_unavailable", "the sealed value does not open in this place", { cause });
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}

function unhex(text: string): Buffer {
  return Buffer.from(text, "hex");
}
