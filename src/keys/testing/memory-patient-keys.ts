import { AppError } from "../../kernel/errors.ts";
import type { PatientKeyStore, StoredPatientKey } from "../ports.ts";

/** Keys of patients in memory, for tests. */
export function memoryPatientKeys(): PatientKeyStore & { destroy(handle: Uint8Array): void } {
  let rows: readonly StoredPatientKey[] = [];
  const retired = new Set<string>();
  const among = (all: readonly Uint8Array[], one: Uint8Array): boolean =>
    all.some((each) => Buffer.compare(each, one) === 0);
  const refuseRetired = (keys: readonly StoredPatientKey[]): void => {
    if (keys.some((key) => retired.has(key.wrappedBy)))
      throw new AppError("conflict", "the key-encryption key was turned meanwhile");
  };
  return {
    ofIndexes: async (indexes) => rows.filter((row) => among(indexes, row.index)),
    ofHandles: async (handles) => rows.filter((row) => among(handles, row.handle)),
    add: async (keys) => {
      refuseRetired(keys);
      const known = rows.map((row) => row.index);
      rows = [...rows, ...keys.filter(({ index }) => !among(known, index))];
    },
    retireWrapping: async (ids) => ids.forEach((id) => retired.add(id)),
    notWrappedBy: async (active, limit) => rows.filter((row) => row.wrappedBy !== active).slice(0, limit),
    rewrap: async (keys) => {
      refuseRetired(keys);
      rows = rows.map((row) => keys.find(({ handle }) => among([handle], row.handle)) ?? row);
    },
    countsByWrapping: async () => {
      const counts = new Map<string, number>();
      for (const { wrappedBy } of rows) counts.set(wrappedBy, (counts.get(wrappedBy) ?? 0) + 1);
      return counts;
    },
    destroy: (handle) => (rows = rows.filter((row) => !among([handle], row.handle))),
  };
}
