import { beforeEach, describe, expect, it } from "vitest";
import type { HeldFact, RelationStore } from "../ports.ts";

/** A held fact whose fields can be set one by one. */
export function heldFact(patientId: string, fields: Partial<HeldFact> = {}): HeldFact {
  return {
    relation: "care-team",
    holder: "Practitioner/1",
    patientId,
    from: Date.UTC(2026, 0, 1),
    until: Date.UTC(2026, 11, 31),
    syncedAt: Date.UTC(2026, 4, 4),
    refs: [],
    source: "CareTeam/12",
    ...fields,
  };
}

/** What every implementation of RelationStore keeps to. `open` gives an empty store. */
export function relationStoreContract(open: () => Promise<RelationStore>): void {
  let store: RelationStore;
  const now = Date.UTC(2026, 4, 4);

  beforeEach(async () => {
    store = await open();
  });

  async function patientsOf(...holders: Parameters<RelationStore["ofHolders"]>[0]): Promise<string[]> {
    return (await store.ofHolders(holders)).map((fact) => fact.patientId).toSorted();
  }

  it("keeps every field as it was given, and says by which source", async () => {
    const fact = heldFact("p1", { refs: ["Encounter/7", "Claim/3"], until: Date.UTC(9999, 11, 31) });
    await store.replaceSource("s", [fact], now);
    expect(await store.ofHolders(["Practitioner/1"])).toEqual([{ ...fact, sourceId: "s" }]);
  });

  it("gives the facts of the holders that are asked for, and of no other", async () => {
    const holders = ["Practitioner/1", "department/a", "workforce", "person/bea.biller"] as const;
    await store.replaceSource(
      "s",
      holders.map((holder, index) => heldFact(`p${index}`, { holder })),
      now,
    );
    expect(await patientsOf("department/a", "workforce")).toEqual(["p1", "p2"]);
  });

  it("gives nothing when no holder is asked for", async () => {
    await store.replaceSource("s", [heldFact("p1")], now);
    expect(await patientsOf()).toEqual([]);
  });

  it("names everyone who holds a fact, with how many", async () => {
    const facts = [heldFact("p1"), heldFact("p2"), heldFact("p1", { holder: "workforce" })];
    await store.replaceSource("s", facts, now);
    expect(await store.holders()).toEqual([
      { holder: "Practitioner/1", facts: 2 },
      { holder: "workforce", facts: 1 },
    ]);
  });

  it("replaces every fact of a source and none of another", async () => {
    await store.replaceSource("s", [heldFact("old1"), heldFact("old2")], now);
    await store.replaceSource("other", [heldFact("other")], now);
    await store.replaceSource("s", [heldFact("new")], now);
    expect(await patientsOf("Practitioner/1")).toEqual(["new", "other"]);
  });

  it("keeps the old facts when a replacement fails", async () => {
    await store.replaceSource("s", [heldFact("old")], now);
    const broken = heldFact("new", { from: 2, until: 1 });
    await expect(store.replaceSource("s", [heldFact("good"), broken], now)).rejects.toThrow("relation");
    expect(await patientsOf("Practitioner/1")).toEqual(["old"]);
  });

  it("replaces one patient's facts of one source", async () => {
    await store.replaceSource("s", [heldFact("p1"), heldFact("p2")], now);
    await store.replaceSource("other", [heldFact("p1", { holder: "workforce" })], now);
    await store.replacePatient("s", "p1", [heldFact("p1", { source: "CareTeam/13" })]);
    const facts = await store.ofHolders(["Practitioner/1", "workforce"]);
    expect(facts.map((fact) => `${fact.sourceId} ${fact.patientId} ${fact.source}`).toSorted()).toEqual([
      "other p1 CareTeam/12",
      "s p1 CareTeam/13",
      "s p2 CareTeam/12",
    ]);
  });

  describe("status", () => {
    it("counts facts and holders of a source", async () => {
      const facts = [heldFact("p1"), heldFact("p2"), heldFact("p1", { holder: "workforce" })];
      await store.replaceSource("s", facts, now);
      expect(await store.status()).toEqual([
        { source: "s", facts: 3, people: 2, syncedAt: now, lastFailureAt: null, lastFailure: null },
      ]);
    });

    it("keeps the last success beside a later failure", async () => {
      await store.replaceSource("s", [heldFact("p1")], now);
      await store.recordSyncFailure("s", now + 5, "upstream_unreachable");
      expect(await store.status()).toMatchObject([
        { facts: 1, syncedAt: now, lastFailureAt: now + 5, lastFailure: "upstream_unreachable" },
      ]);
    });

    it("shows a source that only ever failed", async () => {
      await store.recordSyncFailure("s", now, "upstream_invalid");
      expect(await store.status()).toMatchObject([{ source: "s", facts: 0, people: 0, syncedAt: null }]);
    });

    it("leaves syncedAt alone when one patient is refreshed", async () => {
      await store.replacePatient("s", "p1", [heldFact("p1")]);
      expect(await store.status()).toMatchObject([{ source: "s", facts: 1, syncedAt: null }]);
    });
  });
}
