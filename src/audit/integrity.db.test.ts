import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../kernel/clock.ts";
import { memoryRecordKey } from "../keys/testing/record-key.ts";
import { memorySealer } from "../keys/testing/sealer.ts";
import type { Database } from "../store/database.ts";
import { createRecordStore } from "../store/record-store.ts";
import { freshDatabase } from "../store/testing/database.ts";
import { gapsOf } from "./completeness.ts";
import { nextEntryId } from "./entry-id.ts";
import { checkIntegrity, findingsOf, integrityEntry, type IntegrityParts, reasonOf } from "./integrity.ts";
import { createRecorder, type Recorder } from "./recorder.ts";
import { auditEntry } from "./testing/audit-entry.ts";
import { openRecordTree } from "./tree/record-tree.ts";
import type { AuditEntry } from "./types.ts";

const ORIGIN = "modicum/test";
const sealer = memorySealer();

let database: Database;
let recorder: Recorder;
let parts: IntegrityParts;
beforeEach(async () => {
  database = await freshDatabase();
  const key = memoryRecordKey();
  const store = createRecordStore(database.kysely);
  recorder = createRecorder(await openRecordTree(store, key, ORIGIN, systemClock), sealer, systemClock);
  parts = { store, origin: ORIGIN, publicKey: key.publicKey, sealer };
});
afterEach(() => database.close());

async function recorded(count: number, fields: Partial<AuditEntry> = {}): Promise<readonly string[]> {
  const entries = Array.from({ length: count }, () =>
    auditEntry(0, { id: nextEntryId(systemClock), ...fields }),
  );
  for (const entry of entries) await recorder.record(entry);
  return entries.map(({ id }) => id);
}

/** What nobody can do but who owns the database. */
async function tamper(statement: string): Promise<void> {
  await sql.raw("alter table audit_entry disable trigger user").execute(database.kysely);
  await sql.raw(statement).execute(database.kysely);
}

describe("the nightly check", () => {
  it("AUD-109 F012 finds nothing in a record that is whole, and looks at each entry once", async () => {
    await recorded(5);
    const first = await checkIntegrity(parts, null);
    await recorded(3);
    const second = await checkIntegrity(parts, first.until);
    expect([first, second].map((one) => [one.entries, one.missing, one.incomplete, one.tree])).toEqual([
      [5, 0, 0, "ok"],
      [3, 0, 0, "ok"],
    ]);
    expect([first, second].map(reasonOf)).toEqual([null, null]);
  });

  it.each<[string, Partial<AuditEntry>, string]>([
    ["purpose", { purpose: null }, "purpose"],
    ["rule and grant", { rules: [], grantIds: [] }, "rule"],
    ["policy version", { policyHash: "" }, "policy"],
  ])("AUD-109 F012 fails for an entry without %s, and names it", async (_title, fields, gap) => {
    await recorded(2);
    const [id] = await recorded(1, fields);
    const findings = await checkIntegrity(parts, null);
    expect(findings).toMatchObject({ incomplete: 1, examples: [{ id, gaps: [gap] }], missing: 0 });
    expect(reasonOf(findings)).toBe("record_not_whole");
  });

  it("AUD-109 counts the places of entries that are gone", async () => {
    await recorded(6);
    await tamper("delete from audit_entry where seq in (2, 3)");
    expect(await checkIntegrity(parts, null)).toMatchObject({ entries: 4, missing: 2, tree: "altered" });
  });

  it.each([
    ["an entry was changed", "update audit_entry set person_id = 'nobody' where seq = 4"],
    ["the newest was taken away", "delete from audit_entry where seq = 6"],
    [
      "one was added beside the tree",
      "insert into audit_entry select 7, gen_random_uuid(), at, person_id, interaction, outcome, open, sealed, patient_index, leaf from audit_entry where seq = 6",
    ],
  ])("AUD-109 sees that %s", async (_title, statement) => {
    await recorded(6);
    await tamper(statement);
    const findings = await checkIntegrity(parts, 1);
    expect([findings.tree, findings.missing > 0, reasonOf(findings) === null]).not.toEqual([
      "ok",
      false,
      true,
    ]);
  });

  it("AUD-109 raises no false alarm while entries are being written", async () => {
    await recorded(20);
    const state = { stopped: false };
    const writing = (async () => {
      while (!state.stopped) await recorded(1);
    })();
    for (let n = 0; n < 20; n += 1) expect(reasonOf(await checkIntegrity(parts, null))).toBeNull();
    state.stopped = true;
    await writing;
  });

  it("AUD-110 is recorded with what it found, and read back as that", async () => {
    await recorded(2);
    await recorded(25, { purpose: null });
    const findings = await checkIntegrity(parts, null);
    expect(findings.examples).toHaveLength(20);
    const act = { id: nextEntryId(systemClock), at: systemClock.now(), policyHash: "ab" };
    await recorder.record(integrityEntry(findings, act));
    const { entries } = await recorder.search({ id: act.id, limit: 1 }, false);
    expect(entries.map(findingsOf)).toEqual([findings]);
    expect(entries.map((entry) => [entry.outcome, gapsOf(entry)])).toEqual([["error", []]]);
  });
});
