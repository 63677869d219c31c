import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fixedClock } from "../../kernel/clock.ts";
import { memoryRecordKey } from "../../keys/testing/record-key.ts";
import { memorySealer } from "../../keys/testing/sealer.ts";
import { createDuck, type Duck } from "../../store/cold/duck.ts";
import { sealMonths } from "../../store/cold/seal.ts";
import type { Database } from "../../store/database.ts";
import { keepPartitions } from "../../store/record/partitions.ts";
import { createRecordStore } from "../../store/record-store.ts";
import { freshDatabase } from "../../store/testing/database.ts";
import { nextEntryId } from "../entry-id.ts";
import { checkIntegrity } from "../integrity.ts";
import { createRecorder, type Recorder } from "../recorder.ts";
import { activityOf } from "../summaries/activity.ts";
import { viewersOf } from "../summaries/viewers.ts";
import { auditEntry } from "../testing/audit-entry.ts";
import { openRecordTree } from "../tree/record-tree.ts";
import type { AuditEntry } from "../types.ts";
import { type GrantAct, recordGrantEvent } from "./grant-events.ts";
import { grantTimeline } from "./timeline.ts";

const NOON = Date.UTC(2020, 4, 4, 12);
const HOUR = 3_600_000;
const SIX_YEARS_LATER = Date.UTC(2026, 5, 4);
const ORIGIN = "modicum/test";

const sealer = memorySealer();
const key = memoryRecordKey();
let database: Database;
let folder: string;
let duck: Duck;
let recorder: Recorder;
beforeEach(async () => {
  database = await freshDatabase();
  folder = await mkdtemp(join(tmpdir(), "modicum-grants-"));
  duck = createDuck(folder);
  const tree = await openRecordTree(store(), key, ORIGIN, fixedClock(NOON));
  recorder = createRecorder(tree, sealer, fixedClock(NOON));
});
afterEach(async () => {
  await duck.close();
  await database.close();
  await rm(folder, { recursive: true });
});

const store = () => createRecordStore(database.kysely, { duck, folder });
const partsAt = (now: number) => ({ store: store(), sealer, clock: fixedClock(now) });
const check = () =>
  checkIntegrity({ store: store(), origin: ORIGIN, publicKey: key.publicKey, sealer }, null);

const act = (event: GrantAct["event"], at: number, fields: Partial<GrantAct> = {}) =>
  recordGrantEvent((entry) => recorder.record(entry), {
    id: nextEntryId(fixedClock(at)),
    at,
    grant: "glass-1",
    kind: "break-glass",
    event,
    by: { personId: "dan.doc", roles: ["physician"] },
    patients: ["p1"],
    purpose: "treatment",
    purposes: ["treatment"],
    policyHash: "ab".repeat(32),
    system: "modicum",
    channel: "api",
    ...fields,
  });
const open = (fields: Partial<GrantAct> = {}) => act("opened", NOON, { until: NOON + 4 * HOUR, ...fields });

async function use(at: number, fields: Partial<AuditEntry> = {}): Promise<string> {
  const id = nextEntryId(fixedClock(at));
  const rests = { grantIds: ["glass-1"], exceptions: ["break-glass"] as const, patients: ["p1"] };
  await recorder.record(auditEntry(0, { id, at, personId: "dan.doc", ...rests, ...fields }));
  return id;
}

async function sealEverything(): Promise<void> {
  await keepPartitions(database.kysely, SIX_YEARS_LATER, 0);
  const rule = { now: SIX_YEARS_LATER, keepMonths: 24, provenThrough: Infinity, newestFrom: Infinity };
  await sealMonths(database.kysely, { duck, folder }, rule);
}

async function inDatabase(): Promise<number> {
  const { rows } = await sql<{ n: string }>`select count(*) as n from audit_entry`.execute(database.kysely);
  return Number(rows[0]?.n);
}

describe("a grant that ended long ago", () => {
  it("AUD-156 F056 is told whole after six years, when its months have left the database", async () => {
    await act("asked", NOON - HOUR);
    await act("decided", NOON - 1, { decision: "approved" });
    await open();
    await use(NOON + 1);
    await act("changed", NOON + 2, { until: NOON + 2 * HOUR });
    await act("expired", NOON + 2 * HOUR, { by: null });
    const before = await grantTimeline(partsAt(NOON + 3 * HOUR), "glass-1");
    await sealEverything();
    expect(await inDatabase()).toBe(0);
    const after = await grantTimeline(partsAt(SIX_YEARS_LATER), "glass-1");
    expect(after).toEqual(before);
    expect(after?.steps.map(({ step }) => step)).toEqual([
      "asked",
      "decided",
      "opened",
      "used",
      "changed",
      "expired",
    ]);
    expect(after).toMatchObject({ state: "expired", patients: 1, next: null });
  });

  it("AUD-153 F131 summaries of a patient and a person are the same after their months have left", async () => {
    await open();
    for (const hour of [1, 2, 3]) await use(NOON + hour, { patients: ["p1", `p${hour}`] });
    const asked = async () => [
      await viewersOf(partsAt(NOON), { query: { patientId: "p1" }, zone: "UTC" }),
      await activityOf(partsAt(NOON), { query: { personId: "dan.doc" }, zone: "UTC" }),
    ];
    const before = await asked();
    await sealEverything();
    expect(await inDatabase()).toBe(0);
    expect(await asked()).toEqual(before);
    expect(before[1]).toMatchObject({ entries: 4, patients: 3 });
  });
});

it("AUD-157 F058 the nightly check finds nothing in broken glass, and what was used after it was closed", async () => {
  await open();
  await use(NOON + 1);
  await act("closed", NOON + 2 * HOUR);
  expect(await check()).toMatchObject({ incomplete: 0, tree: "ok" });
  const id = await use(NOON + 2 * HOUR + 1);
  expect(await check()).toMatchObject({ incomplete: 1, examples: [{ id, gaps: ["grant-in-force"] }] });
});
