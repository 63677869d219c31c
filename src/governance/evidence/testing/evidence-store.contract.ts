import { randomUUID } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import type { EvidenceStore } from "../ports.ts";
import { artifactOf } from "./artifact.ts";

/** What every store of evidence does. */
export function evidenceStoreContract(open: () => Promise<EvidenceStore>): void {
  let store: EvidenceStore;
  beforeEach(async () => {
    store = await open();
  });

  it("EVI-1 F133 keeps what an artifact says of itself, and its bytes", async () => {
    const { content, patients: _patients, ...artifact } = artifactOf("Ada saw Bo");
    await store.add([{ ...artifact, content, patients: [] }]);
    expect(await store.find(artifact.id)).toEqual(artifact);
    expect(Buffer.from((await store.content(artifact.id)) ?? []).toString()).toBe("Ada saw Bo");
    expect([await store.find(randomUUID()), await store.content("none")]).toEqual([undefined, undefined]);
  });

  it("EVI-2 keeps the first of two of one id", async () => {
    const first = artifactOf("first");
    await store.add([first]);
    await store.add([{ ...artifactOf("second"), id: first.id }]);
    expect(String(await store.content(first.id))).toBe("first");
    expect(await store.list({ limit: 10 })).toHaveLength(1);
  });

  it("EVI-3 lists them newest first, by kind, preparer and time, page by page", async () => {
    const [one, two, three] = [
      artifactOf("1", { preparedAt: 1_000 }),
      artifactOf("2", { preparedAt: 1_001, kind: "devices" }),
      artifactOf("3", { preparedAt: 1_002, preparedBy: "priya.privacy" }),
    ];
    await store.add([one, two, three]);
    const ids = async (query: object) => (await store.list({ limit: 10, ...query })).map(({ id }) => id);
    expect(await ids({})).toEqual([three.id, two.id, one.id]);
    expect(await ids({ kind: "devices" })).toEqual([two.id]);
    expect(await ids({ preparedBy: "priya.privacy" })).toEqual([three.id]);
    expect(await ids({ from: 1_001, until: 1_002 })).toEqual([two.id]);
    expect(await ids({ limit: 1, after: three.id })).toEqual([two.id]);
  });

  it("EVI-7 finds the newest of a kind that stood at a moment, and none that was narrowed", async () => {
    const old = artifactOf("old", { asOf: 100 });
    await store.add([old, artifactOf("new", { asOf: 300 })]);
    await store.add([artifactOf("some", { asOf: 200, query: '{"kind":"people","sample":{"size":1}}' })]);
    expect((await store.newest("people", 250))?.id).toBe(old.id);
    expect(await store.newest("people", 99)).toBeUndefined();
  });

  it("EVI-12 says which artifacts name a patient, as long as they are kept", async () => {
    const naming = artifactOf("Ada", { patients: ["ada", "bo"], keepUntil: 2_000 });
    await store.add([naming, artifactOf("Cy", { patients: ["cy"] })]);
    expect((await store.naming("ada", 1_999)).map(({ id }) => id)).toEqual([naming.id]);
    expect([await store.naming("ada", 2_000), await store.naming("di", 1_999)]).toEqual([[], []]);
  });
}
