import { randomBytes } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import type { DataKey } from "./key-types.ts";
import { createKeyWrapper } from "./key-wrapper.ts";
import { rewrapped } from "./patient-key.ts";
import { createPatientSealer } from "./patient-sealer.ts";
import { rewrapPatientKeys } from "./rewrap-patient-keys.ts";
import { memoryPatientKeys } from "./testing/memory-patient-keys.ts";
import { patientKeyStoreContract } from "./testing/patient-key-store.contract.ts";
import { memorySealer } from "./testing/sealer.ts";

const PLAIN = Buffer.from("Claim/3 of somebody");

/** A deployment whose key-encryption keys and clock are in the test's hands. */
function deployment() {
  const store = memoryPatientKeys();
  const { blindIndex } = memorySealer();
  const keys: DataKey[] = [wrappingKey("00000001")];
  let now = 0;
  /** Keys that another process made, and this one has not seen. */
  const unseen: DataKey[] = [];
  const refresh = async (): Promise<boolean> => keys.push(...unseen.splice(0)) > 0;
  const wrapper = createKeyWrapper({
    active: () => keys.at(-1) ?? wrappingKey("ffffffff"),
    find: (id) => keys.find((key) => key.id === id),
    refresh,
  });
  const clock = { now: () => now };
  const open = () => createPatientSealer({ store, sealer: { blindIndex }, wrapper, clock });
  return { store, keys, unseen, wrapper, open, sealer: open(), pass: (ms: number) => (now += ms) };
}

function wrappingKey(id: string): DataKey {
  return { id, use: "wrap", bytes: randomBytes(32) };
}

describe("keys of patients in memory", () => {
  patientKeyStoreContract(async () => memoryPatientKeys());
});

describe("what is sealed for patients", () => {
  it("KEY-52 opens for those it was sealed for, in another process too", async () => {
    const { sealer, open } = deployment();
    const handles = await sealer.handlesOf(["p1", "p2"]);
    const sealed = await sealer.seal(handles, PLAIN, "here");
    expect(await open().open(handles, sealed, "here")).toEqual(PLAIN);
  });

  it("KEY-52 seals for patients by name as for their handles", async () => {
    const { sealer, open } = deployment();
    const { handles, sealed } = await sealer.sealFor(["p1", "p2"], PLAIN, "here");
    expect(handles).toEqual(await open().handlesOf(["p1", "p2"]));
    expect(await open().open(handles, sealed, "here")).toEqual(PLAIN);
  });

  it("KEY-52 finds the same handle for a patient every time, and the patient by it", async () => {
    const { sealer, open } = deployment();
    const [handle] = await sealer.handlesOf(["p1"]);
    expect(await open().handlesOf(["p1"])).toEqual([handle]);
    expect(await open().find("p1")).toEqual(handle);
    expect(await open().patientsOf([handle ?? Buffer.alloc(0)])).toEqual(["p1"]);
  });

  it("KEY-52 finds nothing for a patient who never had a key, and makes none by looking", async () => {
    const { sealer, store } = deployment();
    const add = vi.spyOn(store, "add");
    expect(await sealer.find("p9")).toBeNull();
    expect(add).not.toHaveBeenCalled();
  });

  it.each([
    ["in another place", "there", ["p1", "p2"]],
    ["for fewer patients", "here", ["p1"]],
    ["for others", "here", ["p1", "p3"]],
    ["in another order", "here", ["p2", "p1"]],
  ])("KEY-52 does not open %s", async (_title, context, patients) => {
    const { sealer } = deployment();
    const sealed = await sealer.seal(await sealer.handlesOf(["p1", "p2"]), PLAIN, "here");
    const elsewhere = sealer.open(await sealer.handlesOf(patients), sealed, context);
    await expect(elsewhere).rejects.toMatchObject({ code: "key_unavailable" });
  });

  it("KEY-53 shows neither patient nor text in any byte that is kept", async () => {
    const { sealer, store } = deployment();
    const handles = await sealer.handlesOf(["canary-patient"]);
    const sealed = await sealer.seal(handles, Buffer.from("canary-text"), "here");
    const kept = (await store.ofHandles(handles)).flatMap(({ index, handle, wrapped, sealedId }) => [
      index,
      handle,
      wrapped,
      sealedId,
    ]);
    expect(Buffer.concat([...kept, sealed]).toString("latin1")).not.toContain("canary");
  });

  it("F179 KEY-54 never opens again once the key of any one of them was destroyed", async () => {
    const { sealer, store } = deployment();
    const handles = await sealer.handlesOf(["p1", "p2"]);
    const sealed = await sealer.seal(handles, PLAIN, "here");
    store.destroy(handles[0] ?? Buffer.alloc(0));
    sealer.forget(handles[0] ?? Buffer.alloc(0));
    expect(await sealer.open(handles, sealed, "here")).toBeNull();
    expect(await sealer.patientsOf(handles)).toEqual([null, "p2"]);
    expect(await sealer.find("p1")).toBeNull();
  });

  it("KEY-54 is unreadable in every process a minute after a key was destroyed in another", async () => {
    const { sealer, store, pass } = deployment();
    const handles = await sealer.handlesOf(["p1"]);
    const sealed = await sealer.seal(handles, PLAIN, "here");
    store.destroy(handles[0] ?? Buffer.alloc(0));
    pass(60_000);
    expect(await sealer.open(handles, sealed, "here")).toBeNull();
  });

  it("KEY-54 gives a patient who comes again a key that opens nothing of before", async () => {
    const { sealer, store } = deployment();
    const [before] = await sealer.handlesOf(["p1"]);
    store.destroy(before ?? Buffer.alloc(0));
    sealer.forget(before ?? Buffer.alloc(0));
    expect(await sealer.handlesOf(["p1"])).not.toEqual([before]);
  });

  it("F155 KEY-55 stays readable while keys are wrapped anew, and needs the old key-encryption key no more", async () => {
    const { sealer, store, keys, wrapper, open } = deployment();
    const handles = await sealer.handlesOf(["p1"]);
    const sealed = await sealer.seal(handles, PLAIN, "here");
    keys.push(wrappingKey("00000002"));
    expect(await open().open(handles, sealed, "here")).toEqual(PLAIN);
    const [row] = await store.ofHandles(handles);
    if (row === undefined) throw new Error("there is a key");
    const anew = await rewrapped(row, wrapper);
    store.destroy(row.handle);
    await store.add([anew]);
    keys.shift();
    expect(anew.wrappedBy).toBe("00000002");
    expect(await open().open(handles, sealed, "here")).toEqual(PLAIN);
  });

  it("KEY-55 does not open under a key-encryption key that was destroyed", async () => {
    const { sealer, keys, open } = deployment();
    const handles = await sealer.handlesOf(["p1"]);
    keys.splice(0, 1, wrappingKey("00000002"));
    await expect(open().patientsOf(handles)).rejects.toMatchObject({ code: "key_unavailable" });
  });

  it("F155 KEY-57 wraps a new key under the one in force, where another process turned it unseen", async () => {
    const { sealer, store, unseen } = deployment();
    unseen.push(wrappingKey("00000002"));
    await store.retireWrapping(["00000001"]);
    await sealer.handlesOf(["p1"]);
    expect(await store.countsByWrapping()).toEqual(new Map([["00000002", 1]]));
  });

  it("F155 KEY-55 reads without a fault while every key is wrapped anew", async () => {
    const { store, keys, wrapper, open, sealer } = deployment();
    const patients = Array.from({ length: 50 }, (_, n) => `p${n}`);
    const handles = await sealer.handlesOf(patients);
    const sealed = await sealer.seal(handles, PLAIN, "here");
    keys.push(wrappingKey("00000002"));
    const reading = Array.from({ length: 20 }, () => open().open(handles, sealed, "here"));
    expect(await rewrapPatientKeys(store, wrapper, ["00000001"])).toBe(50);
    for (const read of [...reading, open().open(handles, sealed, "here")]) expect(await read).toEqual(PLAIN);
    expect(await store.countsByWrapping()).toEqual(new Map([["00000002", 50]]));
  });

  it("KEY-52 makes one key for a patient whom many ask for at once", async () => {
    const { sealer } = deployment();
    const all = await Promise.all(Array.from({ length: 20 }, () => sealer.handlesOf(["p1"])));
    expect(new Set(all.flat().map((handle) => Buffer.from(handle).toString("hex"))).size).toBe(1);
  });
});
