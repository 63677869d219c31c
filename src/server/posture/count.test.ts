import { afterEach, describe, expect, it } from "vitest";
import { heldFact } from "../../identity/testing/relation-store.contract.ts";
import { memoryPeopleStore } from "../../identity/testing/memory-people-store.ts";
import { memoryRelationStore } from "../../identity/testing/memory-relation-store.ts";
import { fixedClock } from "../../kernel/clock.ts";
import { AppError } from "../../kernel/errors.ts";
import { planSources } from "../../identity/relations/plan.ts";
import { snapshotOf } from "../../policy/drafts/snapshot.ts";
import { NOW, personOf, shippedFiles, shippedPolicy } from "../../posture/testing/shipped.ts";
import { DEFAULT_LIMITS } from "../../posture/wide-reach.ts";
import { type Counter, createCounter, type CounterParts } from "./count.ts";

let counter: Counter | undefined;
afterEach(() => counter?.close());

const BEA = personOf("bea", { roles: ["biller"], department: "billing" });
const WINDOW = { from: NOW - 1, until: NOW + 86_400_000, syncedAt: NOW };

/** The shipped policy over one biller, whose department has three patients to bill. */
async function counting(more: Partial<CounterParts> = {}): Promise<Counter> {
  const policy = await shippedPolicy();
  const files = (await shippedFiles()).map(({ path, text }) => ({
    path: path.replace("content/", ""),
    text,
  }));
  const facts = memoryRelationStore();
  for (const { id } of planSources(policy.relations.values())) await facts.replaceSource(id, [], NOW);
  const held = ["p1", "p2", "p3"].map((patient) =>
    heldFact(patient, { relation: "billable", holder: "department/billing", ...WINDOW }),
  );
  await facts.replaceSource("import/billable", held, NOW);
  const census = { ids: new Set(["p1", "p2", "p3", "p4"]), asOf: NOW };
  counter = createCounter({
    policy,
    source: { ...snapshotOf(files, policy.hash), fixtures: [] },
    system: "ehr",
    clock: fixedClock(NOW),
    people: memoryPeopleStore([BEA]),
    facts,
    census: async () => census,
    ...more,
  });
  return counter;
}

const ASKED = { elements: null, limits: DEFAULT_LIMITS };

describe("counting posture in a thread of its own", () => {
  it("F049 reports the reach of everyone on the roster", async () => {
    const counted = await (await counting()).reach(ASKED, () => undefined);
    expect(counted).toMatchObject({
      kind: "ready",
      value: { people: [{ person: "bea", patients: 3, share: 0.75 }], everyone: { patients: 3 } },
    });
  }, 60_000);

  it("F172 counts what a change of the posted files does", async () => {
    const one = await counting();
    const after = (await shippedFiles()).map(({ path, text }) => ({
      path: path.replace("content/", ""),
      text: path.endsWith("roles/biller.yaml") ? text.replace("[D-minus, I]", "[patient.name, I]") : text,
    }));
    const counted = await one.impact({ after }, () => undefined);
    expect(counted).toMatchObject({ value: { byEffect: { lost: { people: 1, patients: 3, pairs: 3 } } } });
  }, 60_000);

  it("F172 tells what keeps the posted files from being compiled", async () => {
    const counted = await (await counting()).impact({ after: [] }, () => undefined);
    expect(counted).toMatchObject({ kind: "invalid", diagnostics: [{ id: "POL-212" }] });
  }, 60_000);

  it("F130 refuses a report when a page of the roster cannot be read", async () => {
    const list = async () => {
      throw new AppError("database_unreachable", "reading the roster failed");
    };
    const one = await counting({ people: { ...memoryPeopleStore([]), list } });
    expect(await one.reach(ASKED, () => undefined)).toEqual({
      kind: "incomplete",
      gaps: [{ source: "roster", why: "failed", code: "database_unreachable" }],
    });
  });

  it("F130 refuses a report when the patients cannot be counted whole", async () => {
    const census = async () => {
      throw new AppError("upstream_invalid", "the upstream failed half-way");
    };
    expect(await (await counting({ census })).reach(ASKED, () => undefined)).toMatchObject({
      kind: "incomplete",
      gaps: [{ source: "census of patients", code: "upstream_invalid" }],
    });
  });

  it("F130 refuses a report when a source of relation facts is stale", async () => {
    const late = await counting({ clock: fixedClock(NOW + 16 * 60_000) });
    const counted = await late.reach(ASKED, () => undefined);
    if (counted.kind !== "incomplete") throw new Error("a stale source went unnoticed");
    expect(new Set(counted.gaps.map(({ why }) => why))).toEqual(new Set(["stale"]));
  });

  it("F130 refuses a report when a source fails while the facts are being read", async () => {
    const policy = await shippedPolicy();
    const store = memoryRelationStore();
    for (const { id } of planSources(policy.relations.values())) await store.replaceSource(id, [], NOW);
    const facts: typeof store = {
      ...store,
      ofHolders: async (holders) => {
        await store.recordSyncFailure("import/billable", NOW + 1, "upstream_unreachable");
        return store.ofHolders(holders);
      },
    };
    const one = await counting({ facts });
    expect(await one.reach(ASKED, () => undefined)).toEqual({
      kind: "incomplete",
      gaps: [{ source: "import/billable", why: "failed", code: "upstream_unreachable" }],
    });
  }, 60_000);

  it("F172 ends a count that takes too long, and none of others", async () => {
    const faults: unknown[] = [];
    const one = await counting({ stepMs: 6_000, onFault: (fault) => faults.push(fault) });
    await one.reach(ASKED, () => undefined);
    const names = Array.from({ length: 500_000 }, (_, at) => `k${at}: 1`).join("\n");
    const endless = [{ path: "roles/endless.yaml", text: `kind: Role\n${names}` }];
    const slow = one.impact({ after: endless }, () => undefined);
    const behind = one.reach(ASKED, () => undefined);
    await expect(slow).rejects.toMatchObject({
      code: "report_too_long",
      hint: expect.stringContaining("Split the change"),
    });
    expect(await behind).toMatchObject({ kind: "ready", value: { everyone: { patients: 3 } } });
    expect(faults).toMatchObject([{ code: "report_too_long" }]);
  }, 120_000);
});
