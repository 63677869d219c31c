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
import { CountLost, type PostureThread } from "./thread.ts";

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
    const store = memoryRelationStore();
    const planned = planSources((await shippedPolicy()).relations.values()).map(({ id }) => id);
    for (const id of planned) await store.replaceSource(id, [], NOW);
    const [source = ""] = planned;
    const facts: typeof store = {
      ...store,
      ofHolders: async (holders) => {
        await store.recordSyncFailure(source, NOW + 1, "upstream_unreachable");
        return store.ofHolders(holders);
      },
    };
    const one = await counting({ facts });
    expect(await one.reach(ASKED, () => undefined)).toEqual({
      kind: "incomplete",
      gaps: [{ source, why: "failed", code: "upstream_unreachable" }],
    });
  }, 60_000);

  it("F172 begins a count anew that went with the thread of another, and tells nobody", async () => {
    const steps: string[] = [];
    const faults: unknown[] = [];
    const thread: PostureThread = {
      ask: async (_, { step }) => {
        steps.push(step);
        if (step === "members" && steps.length < 4) throw new CountLost();
        return step === "start" ? { ok: true, value: null } : "counted";
      },
      close: async () => undefined,
    };
    const one = await counting({ thread, onFault: (fault) => faults.push(fault) });
    expect(await one.reach(ASKED, () => undefined)).toEqual({ kind: "ready", value: "counted" });
    expect(steps).toEqual(["start", "members", "drop", "start", "members", "finish", "drop"]);
    expect(faults).toEqual([]);
  });

  it("F172 tells the operator of a count that took too long", async () => {
    const tooLong = new AppError("report_too_long", "the count took too long");
    const faults: unknown[] = [];
    const thread: PostureThread = { ask: () => Promise.reject(tooLong), close: async () => undefined };
    const one = await counting({ thread, onFault: (fault) => faults.push(fault) });
    await expect(one.reach(ASKED, () => undefined)).rejects.toBe(tooLong);
    expect(faults).toEqual([tooLong]);
  });
});
