import { describe, expect, it, vi } from "vitest";
import type { RelationFact } from "../catalogue/relations.ts";
import { AppError } from "../kernel/errors.ts";
import { createFactsProvider } from "./facts-provider.ts";
import { memoryRelationStore } from "./testing/memory-relation-store.ts";
import { personNamed } from "./testing/people-store.contract.ts";
import { heldFact } from "./testing/relation-store.contract.ts";

const nina = personNamed("nina.nurse", { fhirUser: "Practitioner/1", department: "primary-care" });
const pat = personNamed("pat.patient", { fhirUser: "Patient/p9", department: "primary-care" });

function patients(facts: readonly RelationFact[]): string[] {
  return facts.map((fact) => fact.patientId).toSorted();
}

async function provider() {
  let now = 1_000_000;
  const store = memoryRelationStore();
  await store.replaceSource(
    "s",
    [
      heldFact("by-name", { holder: "Practitioner/1" }),
      heldFact("by-department", { holder: "department/primary-care" }),
      heldFact("by-workforce", { holder: "workforce" }),
      heldFact("of-another", { holder: "Practitioner/2" }),
      heldFact("of-elsewhere", { holder: "department/front-desk" }),
    ],
    now,
  );
  const ofHolders = vi.spyOn(store, "ofHolders");
  const facts = createFactsProvider(store, { now: () => now }, patients);
  return { store, facts, ofHolders, advance: (ms: number) => void (now += ms), now: () => now };
}

describe("createFactsProvider", () => {
  it("F009 REL-2 gives what a person holds by name, department and workforce, and nothing else", async () => {
    const { facts } = await provider();
    expect(await facts.factsFor(nina)).toEqual(["by-department", "by-name", "by-workforce"]);
  });

  it("REL-2 gives a patient's account nothing of the workforce", async () => {
    const { facts } = await provider();
    expect(await facts.factsFor(pat)).toEqual([]);
  });

  it("REL-2 gives a person who moved what the new department holds, at once", async () => {
    const { facts } = await provider();
    await facts.factsFor(nina);
    const moved = { ...nina, department: "front-desk" };
    expect(await facts.factsFor(moved)).toEqual(["by-name", "by-workforce", "of-elsewhere"]);
  });

  it("reads once for calls that come together or soon after", async () => {
    const { facts, ofHolders, advance } = await provider();
    await Promise.all([facts.factsFor(nina), facts.factsFor(nina)]);
    advance(29_999);
    await facts.factsFor(nina);
    expect(ofHolders).toHaveBeenCalledOnce();
  });

  it("reads again after its time", async () => {
    const { facts, ofHolders, advance } = await provider();
    await facts.factsFor(nina);
    advance(30_000);
    await facts.factsFor(nina);
    expect(ofHolders).toHaveBeenCalledTimes(2);
  });

  it("reads again after a sync", async () => {
    const { facts, store } = await provider();
    await facts.factsFor(nina);
    await store.replaceSource("s", [], 0);
    facts.invalidate();
    expect(await facts.factsFor(nina)).toEqual([]);
  });

  it("does not keep a failure", async () => {
    const { facts, ofHolders } = await provider();
    ofHolders.mockRejectedValueOnce(new AppError("database_unreachable", "gone"));
    await expect(facts.factsFor(nina)).rejects.toThrow("gone");
    expect(await facts.factsFor(nina)).toContain("by-name");
  });

  it("REL-11 gives imported facts as fresh as the moment they are read, synced ones as old as their sync", async () => {
    const { store, advance, now } = await provider();
    await store.replaceSource("import/panel", [heldFact("imported", { holder: "person/nina.nurse" })], now());
    advance(3_600_000);
    const agesOf = (facts: readonly RelationFact[]) => facts.map((fact) => [fact.patientId, fact.syncedAt]);
    const ages = await createFactsProvider(store, { now }, agesOf).factsFor(nina);
    expect(ages).toContainEqual(["imported", now()]);
    expect(ages).toContainEqual(["by-name", heldFact("x").syncedAt]);
  });
});
