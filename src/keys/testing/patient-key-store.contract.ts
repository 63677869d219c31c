import { randomBytes } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import type { PatientKeyStore, StoredPatientKey } from "../ports.ts";

/** A key as it is kept, of this patient and no other. */
export function storedPatientKey(patient: number, fields: Partial<StoredPatientKey> = {}): StoredPatientKey {
  return {
    index: Buffer.alloc(16, patient),
    handle: randomBytes(16),
    wrappedBy: "0badcafe",
    wrapped: randomBytes(72),
    sealedId: randomBytes(50),
    ...fields,
  };
}

/** What every implementation of PatientKeyStore keeps to. `open` gives an empty store. */
export function patientKeyStoreContract(open: () => Promise<PatientKeyStore>): void {
  let store: PatientKeyStore;

  beforeEach(async () => {
    store = await open();
  });

  describe("PatientKeyStore", () => {
    it("KEY-50 keeps every part of a key as it was given", async () => {
      const [one, two] = [storedPatientKey(1), storedPatientKey(2)];
      await store.add([one, two]);
      expect(await store.ofIndexes([one.index])).toEqual([one]);
      expect(await store.ofHandles([two.handle])).toEqual([two]);
    });

    it("KEY-50 has nothing for whoever has no key", async () => {
      await store.add([storedPatientKey(1)]);
      expect(await store.ofIndexes([Buffer.alloc(16, 9)])).toEqual([]);
      expect(await store.ofHandles([])).toEqual([]);
    });

    it("KEY-51 leaves a patient the key they have", async () => {
      const first = storedPatientKey(1);
      await store.add([first]);
      await store.add([storedPatientKey(1), storedPatientKey(2)]);
      expect(await store.ofIndexes([first.index])).toEqual([first]);
      expect(await store.ofIndexes([Buffer.alloc(16, 2)])).toHaveLength(1);
    });

    it("KEY-51 gives a patient one key, however many processes make one at once", async () => {
      await Promise.all(Array.from({ length: 8 }, () => store.add([storedPatientKey(1)])));
      expect(await store.ofIndexes([Buffer.alloc(16, 1)])).toHaveLength(1);
    });
  });
}
