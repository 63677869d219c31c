import { askedTogether } from "../kernel/asked-together.ts";
import { type Clock, systemClock } from "../kernel/clock.ts";
import { AppError } from "../kernel/errors.ts";
import { mintedKey, openedKey, type PatientKey } from "./patient-key.ts";
import type { KeyWrapper, PatientKeyStore, Sealer } from "./ports.ts";
import { createRemembered } from "./remembered.ts";

export interface PatientKeyParts {
  readonly store: PatientKeyStore;
  readonly sealer: Pick<Sealer, "blindIndex">;
  readonly wrapper: KeyWrapper;
  readonly clock?: Clock;
}

/** Keys of patients, held in memory for a while, read together where several are asked for at once. */
export interface HeldPatientKeys {
  find(patientId: string): Promise<PatientKey | undefined>;
  /** In order; a key is made, durable, for whoever has none. */
  ofPatients(patientIds: readonly string[]): Promise<readonly PatientKey[]>;
  /** In order; undefined where a key was destroyed. */
  ofHandles(handles: readonly Uint8Array[]): Promise<readonly (PatientKey | undefined)[]>;
  forget(handle: Uint8Array): void;
}

/** Keys that are held at most, about 30 MB; and how long, so that every process learns of a destroyed one. */
const HELD = { most: 20_000, forMs: 60_000 };

/** @throws AppError `key_unavailable` from each of its methods when a key cannot be unwrapped */
export function createHeldPatientKeys(parts: PatientKeyParts): HeldPatientKeys {
  const { store, sealer, wrapper, clock = systemClock } = parts;
  const byPatient = createRemembered<PatientKey>({ ...HELD, clock });
  const byHandle = createRemembered<PatientKey>({ ...HELD, clock });
  const indexOf = (patientId: string): Uint8Array => sealer.blindIndex("patient_key.patient", patientId);
  const make = making(parts, indexOf);

  const held = async (rows: Awaited<ReturnType<PatientKeyStore["ofIndexes"]>>) => {
    const keys = await Promise.all(rows.map((row) => openedKey(row, wrapper)));
    for (const key of keys) {
      byPatient.put(key.patientId, key);
      byHandle.put(hex(key.handle), key);
    }
    return keys;
  };
  const byId = askedTogether(async (ids: readonly string[]) => {
    const keys = await held(await store.ofIndexes(ids.map(indexOf)));
    return new Map(keys.map((key) => [key.patientId, key]));
  });
  const byHex = askedTogether(async (handles: readonly string[]) => {
    const keys = await held(await store.ofHandles(handles.map((handle) => Buffer.from(handle, "hex"))));
    return new Map(keys.map((key) => [hex(key.handle), key]));
  });
  const keyOfNew = async (patientId: string): Promise<PatientKey> => {
    const known = await byId(patientId);
    if (known !== undefined) return known;
    await make(patientId);
    // Another process may have been first: what is stored counts.
    const now = await byId(patientId);
    if (now === undefined) throw new AppError("key_unavailable", "the key of a patient could not be made");
    return now;
  };

  return {
    find: async (patientId) => byPatient.get(patientId) ?? byId(patientId),
    ofPatients: (ids) => all(ids, (id) => byPatient.get(id), keyOfNew),
    ofHandles: (handles) =>
      all(
        handles.map(hex),
        (handle) => byHandle.get(handle),
        (handle) => byHex(handle),
      ),
    forget: (handle) => {
      const key = byHandle.get(hex(handle));
      byHandle.drop(hex(handle));
      if (key !== undefined) byPatient.drop(key.patientId);
    },
  };
}

/** Where another process turned the key-encryption key meanwhile, the one it left in force is taken. */
function making({ store, wrapper }: PatientKeyParts, indexOf: (patientId: string) => Uint8Array) {
  return askedTogether(async (ids: readonly string[]) => {
    const add = () => store.add(ids.map((id) => mintedKey(id, indexOf(id), wrapper)));
    await add().catch(async (fault: unknown) => {
      if (!(fault instanceof AppError) || fault.code !== "conflict") throw fault;
      await wrapper.refresh();
      await add();
    });
    return new Map(ids.map((id) => [id, true]));
  });
}

/** Without a turn of the event loop for each where all are at hand, as they mostly are. */
async function all<K>(
  names: readonly string[],
  atHand: (name: string) => PatientKey | undefined,
  fetched: (name: string) => Promise<K>,
): Promise<readonly (PatientKey | K)[]> {
  const known = names.map(atHand);
  if (known.every((key) => key !== undefined)) return known;
  return Promise.all(names.map(async (name, at) => known[at] ?? fetched(name)));
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}
