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

    it("KEY-56 tells what another key-encryption key wraps, until it was wrapped anew", async () => {
      const [one, two] = [storedPatientKey(1), storedPatientKey(2, { wrappedBy: "00000002" })];
      await store.add([one, two]);
      expect(await store.notWrappedBy("00000002", 9)).toEqual([one]);
      const anew = { ...one, wrappedBy: "00000002", wrapped: randomBytes(72) };
      await store.rewrap([anew]);
      expect(await store.notWrappedBy("00000002", 9)).toEqual([]);
      expect(await store.ofHandles([one.handle])).toEqual([anew]);
      expect(await store.countsByWrapping()).toEqual(new Map([["00000002", 2]]));
    });

    it("KEY-56 brings back no key that was destroyed", async () => {
      await store.rewrap([storedPatientKey(1)]);
      expect(await store.ofIndexes([Buffer.alloc(16, 1)])).toEqual([]);
    });

    it("KEY-57 takes nothing under a key-encryption key that was turned", async () => {
      await store.retireWrapping(["0badcafe", "00000007"]);
      await store.retireWrapping(["0badcafe"]);
      await expect(store.add([storedPatientKey(1)])).rejects.toMatchObject({ code: "conflict" });
      await store.add([storedPatientKey(2, { wrappedBy: "00000002" })]);
      expect(await store.countsByWrapping()).toEqual(new Map([["00000002", 1]]));
    });
  });
}
