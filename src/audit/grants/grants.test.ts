import { beforeEach, describe, expect, it } from "vitest";
import { fixedClock } from "../../kernel/clock.ts";
import { memorySealer } from "../../keys/testing/sealer.ts";
import { gapsOf } from "../completeness.ts";
import { nextEntryId } from "../entry-id.ts";
import { countExceptions } from "../exceptions.ts";
import { createRecorder, type Recorder } from "../recorder.ts";
import type { SummaryParts } from "../summaries/counted-entries.ts";
import { auditEntry } from "../testing/audit-entry.ts";
import { entryOf } from "../stored-entry.ts";
import { memoryRecordStore } from "../testing/memory-record-store.ts";
import type { AuditEntry } from "../types.ts";
import { glassCheck } from "./broken-glass.ts";
import { exceptionsByGrant } from "./exceptions-by-grant.ts";
import { type GrantAct, grantEntry, recordGrantEvent } from "./grant-events.ts";
import { grantTimeline } from "./timeline.ts";

const NOON = Date.UTC(2026, 4, 4, 12);
const HOUR = 3_600_000;
const BY = { personId: "dan.doc", roles: ["physician"] };

let parts: SummaryParts;
let recorder: Recorder;
beforeEach(() => {
  const [store, sealer, clock] = [memoryRecordStore(), memorySealer(), fixedClock(NOON + HOUR)];
  recorder = createRecorder(store, sealer, clock);
  parts = { store, sealer, clock };
});

function act(event: GrantAct["event"], at: number, fields: Partial<GrantAct> = {}): GrantAct {
  return {
    id: nextEntryId(fixedClock(at)),
    at,
    grant: "jit-1",
    kind: "jit",
    event,
    by: BY,
    patients: ["p1"],
    purpose: "treatment",
    purposes: ["treatment"],
    policyHash: "ab".repeat(32),
    system: "modicum",
    channel: "api",
    ...fields,
  };
}

const write = (event: GrantAct["event"], at: number, fields: Partial<GrantAct> = {}) =>
  recordGrantEvent((entry) => recorder.record(entry), act(event, at, fields));
const use = (at: number, fields: Partial<AuditEntry> = {}) =>
  recorder.record(
    auditEntry(0, {
      id: nextEntryId(fixedClock(at)),
      at,
      grantIds: ["jit-1"],
      exceptions: ["jit"],
      ...fields,
    }),
  );

describe("an act on a grant", () => {
  it("AUD-155 F056 is a whole entry that names the grant and its kind", () => {
    const entry = grantEntry(act("opened", NOON, { until: NOON + HOUR }));
    expect(entry).toMatchObject({
      interaction: "grant.opened",
      grantIds: ["jit-1"],
      exceptions: ["jit"],
      changes: [`until ${new Date(NOON + HOUR).toISOString()}`],
    });
    expect(gapsOf(entry)).toEqual([]);
    expect(gapsOf(grantEntry(act("expired", NOON, { by: null, purpose: null })))).toEqual([]);
  });

  it.each<[string, GrantAct]>([
    ["who did it", act("closed", NOON, { by: null })],
    ["a decision", act("decided", NOON)],
    ["until when", act("opened", NOON)],
    ["exactly one patient", act("closed", NOON, { kind: "break-glass", patients: [] })],
    ["exactly one patient", act("closed", NOON, { kind: "break-glass", patients: ["p1", "p2"] })],
  ])("AUD-155 F058 is refused where it does not name %s", (lacking, refused) => {
    expect(() => grantEntry(refused)).toThrow(lacking);
  });
});

describe("the timeline of a grant", () => {
  it("AUD-156 F056 tells ask, decision, opening, change, uses, close in order", async () => {
    await write("asked", NOON);
    await write("decided", NOON + 1, { decision: "narrowed", by: { personId: "sue.super", roles: [] } });
    await write("opened", NOON + 2, { until: NOON + HOUR });
    await use(NOON + 3);
    await use(NOON + 4);
    await write("changed", NOON + 5, { until: NOON + 2 * HOUR });
    await use(NOON + 6);
    await write("closed", NOON + 7);
    const timeline = await grantTimeline(parts, "jit-1");
    expect(timeline?.steps.map(({ step, entries }) => [step, entries])).toEqual([
      ["asked", 1],
      ["decided", 1],
      ["opened", 1],
      ["used", 2],
      ["changed", 1],
      ["used", 1],
      ["closed", 1],
    ]);
    expect(timeline).toMatchObject({ state: "closed", kinds: ["jit"], next: null });
    expect(timeline?.steps[1]).toMatchObject({ decision: "narrowed", person: "sue.super" });
    expect(timeline?.steps[3]).toMatchObject({ at: NOON + 3, last: NOON + 4 });
  });

  it.each<[string, readonly (readonly [GrantAct["event"], Partial<GrantAct>])[]]>([
    ["waiting", [["asked", {}]]],
    ["rejected", [["decided", { decision: "rejected" }]]],
    ["approved", [["decided", { decision: "approved" }]]],
    ["open", [["opened", { until: NOON + 2 * HOUR }]]],
    ["over", [["opened", { until: NOON + 5 }]]],
    [
      "expired",
      [
        ["opened", { until: NOON + 5 }],
        ["expired", { by: null }],
      ],
    ],
  ])("AUD-156 F056 ends in the state `%s`", async (state, acts) => {
    await write("asked", NOON);
    for (const [at, [event, fields]] of acts.entries())
      if (event !== "asked") await write(event, NOON + 1 + at, fields);
    expect((await grantTimeline(parts, "jit-1"))?.state).toBe(state);
  });

  it("AUD-156 knows no more than the record of a grant without acts, and nothing of one it never saw", async () => {
    await use(NOON);
    expect(await grantTimeline(parts, "jit-1")).toMatchObject({
      state: "unknown",
      steps: [{ step: "used" }],
    });
    expect(await grantTimeline(parts, "jit-2")).toBeNull();
  });
});

describe("exceptions by grant", () => {
  it("AUD-154 F132 have rows that sum to the counts by kind, whatever an entry names", async () => {
    await write("asked", NOON);
    await use(NOON + 1);
    await use(NOON + 2, { grantIds: ["jit-1", "glass-1"], exceptions: ["break-glass", "jit"] });
    await use(NOON + 3, { grantIds: [] });
    await use(NOON + 4, { exceptions: ["jit"], personId: null, outcome: "deny", reason: "no_grant" });
    const { groups, counts } = await exceptionsByGrant(parts, {});
    expect(counts).toEqual(await countExceptions(recorder, {}));
    expect(groups.reduce((sum, { entries }) => sum + entries, 0)).toBe(counts.breakGlass + counts.jit);
    expect(groups.map(({ grants, kind, uses }) => [grants, kind, uses])).toEqual([
      [["jit-1"], "jit", 2],
      [[], "jit", 1],
      [["glass-1", "jit-1"], "break-glass", 1],
    ]);
    expect(groups[0]).toMatchObject({ events: ["asked"], denied: 1, people: ["bea.biller", "dan.doc"] });
  });
});

const GLASS = { grant: "glass-1", kind: "break-glass" } as const;
const REST = { grantIds: ["glass-1"], exceptions: ["break-glass"], patients: ["p1"] } as const;
const opened = () => write("opened", NOON, { ...GLASS, until: NOON + 4 * HOUR });
const useGlass = (at: number, fields: Partial<AuditEntry> = {}) => use(at, { ...REST, ...fields });

/** What the check finds in the newest entry. */
async function gapsOfNewest(): Promise<readonly string[]> {
  const [stored] = (await parts.store.search({ limit: 1 })).entries;
  if (stored === undefined) throw new Error("the record is empty");
  return glassCheck(parts.store)(await entryOf(stored, parts.sealer, false), stored.patientIndex);
}

describe("the check of broken glass", () => {
  it.each<[string, () => Promise<void>]>([
    ["the patient it was opened for", () => useGlass(NOON + HOUR)],
    ["nobody", () => useGlass(NOON + HOUR, { patients: [] })],
    ["its last moment", () => useGlass(NOON + 4 * HOUR)],
    ["two patients by a just-in-time grant", () => use(NOON, { patients: ["p1", "p2"] })],
  ])("AUD-157 F058 finds nothing in a use of %s", async (_title, used) => {
    await opened();
    await used();
    expect(await gapsOfNewest()).toEqual([]);
  });

  it.each<[string, string, () => Promise<void>]>([
    ["after its closing", "grant-in-force", () => write("closed", NOON + HOUR, GLASS)],
    [
      "after it ended by its time",
      "grant-in-force",
      () => write("expired", NOON + HOUR, { ...GLASS, by: null }),
    ],
    [
      "after its shortened time",
      "grant-in-force",
      () => write("changed", NOON + 1, { ...GLASS, until: NOON + HOUR }),
    ],
  ])("AUD-157 F058 finds a use %s", async (_title, gap, ended) => {
    await opened();
    await ended();
    await useGlass(NOON + HOUR + 1);
    expect(await gapsOfNewest()).toEqual([gap]);
  });

  it("AUD-157 F058 finds a use after its time, of which no entry says that it was over", async () => {
    await opened();
    await useGlass(NOON + 4 * HOUR + 1);
    expect(await gapsOfNewest()).toEqual(["grant-in-force"]);
  });

  it("AUD-157 finds a use of a grant that was never opened, or opened later", async () => {
    await useGlass(NOON - 1);
    expect(await gapsOfNewest()).toEqual(["grant-in-force"]);
    await opened();
    await useGlass(NOON - 1);
    expect(await gapsOfNewest()).toEqual(["grant-in-force"]);
  });

  it.each([[["p2"]], [["p1", "p2"]]])(
    "AUD-157 F058 finds a use of a second patient: %j",
    async (patients) => {
      await opened();
      await useGlass(NOON + 1, { patients });
      expect(await gapsOfNewest()).toEqual(["one-patient"]);
    },
  );
});
