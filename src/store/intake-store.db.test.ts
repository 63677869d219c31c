import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readFhirLines } from "../audit/intake/fhir/batch.ts";
import { balpRead } from "../audit/intake/testing/audit-event.ts";
import { intakeStoreContract, sourceStoreContract } from "../audit/intake/testing/intake-store.contract.ts";
import { recordSource } from "../audit/intake/testing/memory-intake.ts";
import { openIntakeOver } from "../audit/intake/testing/open-intake.ts";
import { memoryRecordKey } from "../keys/testing/record-key.ts";
import { memorySealer } from "../keys/testing/sealer.ts";
import type { Database } from "./database.ts";
import { createIntakeStore } from "./intake-store.ts";
import { createSourceStore } from "./source-store.ts";
import { bytesOf, freshDatabase } from "./testing/database.ts";
import { runProgram } from "./testing/process.ts";

const SENDER = fileURLToPath(new URL("../audit/intake/testing/sender.ts", import.meta.url));
const sealer = memorySealer();

describe("intake in PostgreSQL", () => {
  let database: Database;
  beforeEach(async () => {
    database = await freshDatabase();
  });
  afterEach(() => database.close());

  sourceStoreContract(async () => createSourceStore(database.kysely));
  intakeStoreContract(async () => createIntakeStore(database.kysely, sealer));

  const opened = () => openIntakeOver(database, memoryRecordKey(), sealer);
  const batchOf = (numbers: readonly number[]) =>
    readFhirLines(numbers.map((n) => JSON.stringify(balpRead(n))).join("\n"));
  const stored = async () => {
    const { rows } = await sql<{ entries: number; claims: number }>`select
      (select count(*)::int from audit_entry) as entries,
      (select count(*)::int from intake_event join audit_entry on id = entry_id) as claims`.execute(
      database.kysely,
    );
    return rows[0];
  };

  it("INT-5 F180 counts each event once where processes take the same batches at the same time, in any order", async () => {
    const parties = await Promise.all([opened(), opened(), opened()]);
    const numbers = Array.from({ length: 60 }, (_, index) => index);
    const taken = await Promise.all(
      parties.flatMap(({ intake }, shift) => [
        intake.take(
          recordSource(),
          batchOf(numbers.toSorted((a, b) => ((a * 7 + shift) % 60) - ((b * 7 + shift) % 60))),
          "x",
        ),
        intake.take(recordSource(), batchOf(numbers.toReversed()), "x"),
      ]),
    );
    expect(taken.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(60);
    expect(taken.reduce((sum, { duplicate }) => sum + duplicate, 0)).toBe(300);
    expect(await stored()).toEqual({ entries: 60, claims: 60 });
    expect((await parties[0]?.store.days("lab", 0))?.[0]).toMatchObject({ accepted: 60, duplicate: 300 });
  });

  it("INT-13 the database claims the event with the entry: a second entry of it is refused, whatever its id", async () => {
    const { intake } = await opened();
    await intake.take(recordSource(), batchOf([1]), "x");
    await expect(
      sql`insert into intake_event select * from intake_event`.execute(database.kysely),
    ).rejects.toThrow("duplicate key");
    await expect(sql`delete from intake_event`.execute(database.kysely)).rejects.toThrow("append-only");
  });

  it("INT-2 INT-7 shows nothing of a patient in any byte of what is kept", async () => {
    const { intake, sources } = await opened();
    await sources.add(recordSource());
    const patient = { what: { reference: "Patient/canary-patient" }, role: { code: "1" } };
    const lines = [balpRead(1, { entity: [patient], note: "canary-raw" }), { canary: "canary-reject" }];
    const taken = await intake.take(
      recordSource(),
      readFhirLines(lines.map((line) => JSON.stringify(line)).join("\n")),
      "x",
    );
    expect(taken).toMatchObject({ accepted: 1, rejected: [{ place: 2 }] });
    for (const table of ["audit_entry", "intake_event", "intake_reject", "record_source"] as const)
      expect(await bytesOf(database, table)).not.toContain("canary");
  });

  it("INT-8 finds the person of ours whom a reference names", async () => {
    await sql`insert into person (id, display_name, roles, fhir_user, active) values
      ('paul.provider', 'Paul', '{provider}', 'Practitioner/paul', true)`.execute(database.kysely);
    const { store } = await opened();
    expect(await store.personBy("Practitioner/paul")).toBe("paul.provider");
    expect(await store.personBy("Practitioner/two")).toBeUndefined();
  });

  it("INT-14 F180 what was acknowledged before kill -9 is there, and all of it sent again counts nothing twice", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "modicum-intake-"));
    const killed = runProgram(SENDER, [dataDir, database.url]);
    await killed.saw("acknowledged 3");
    await killed.kill();
    const acknowledged = killed.lines.length;
    const again = runProgram(SENDER, [dataDir, database.url, String(acknowledged + 2)]);
    await again.saw(`acknowledged ${acknowledged + 2}`);
    await again.kill();
    await rm(dataDir, { recursive: true });
    const repeated = again.lines.slice(0, acknowledged).map((line) => line.split(" ").slice(2).join(" "));
    expect(repeated).toEqual(Array.from({ length: acknowledged }, () => "0 20"));
    const { rows } = await sql<{ distinct: number }>`select
      count(distinct open -> 'source' ->> 'event')::int as distinct from audit_entry`.execute(
      database.kysely,
    );
    const sent = (acknowledged + 3) * 20;
    expect(rows[0]).toEqual({ distinct: sent });
    expect(await stored()).toEqual({ entries: sent, claims: sent });
  });
});
