import type { PatientKeyStore, StoredPatientKey } from "../ports.ts";

/** Keys of patients in memory, for tests. */
export function memoryPatientKeys(): PatientKeyStore & { destroy(handle: Uint8Array): void } {
  let rows: readonly StoredPatientKey[] = [];
  const among = (all: readonly Uint8Array[], one: Uint8Array): boolean =>
    all.some((each) => Buffer.compare(each, one) === 0);
  return {
    ofIndexes: async (indexes) => rows.filter((row) => among(indexes, row.index)),
    ofHandles: async (handles) => rows.filter((row) => among(handles, row.handle)),
    add: async (keys) => {
      const known = rows.map((row) => row.index);
      rows = [...rows, ...keys.filter(({ index }) => !among(known, index))];
    },
    destroy: (handle) => (rows = rows.filter((row) => !among([handle], row.handle))),
  };
}
