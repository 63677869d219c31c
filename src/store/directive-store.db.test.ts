import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { directiveStoreContract } from "../governance/directives/testing/directive-store.contract.ts";
import { memorySealer } from "../keys/testing/sealer.ts";
import type { Database } from "./database.ts";
import { createDirectiveStore } from "./directive-store.ts";
import { createPatientKeyStore } from "./patient-key-store.ts";
import { freshDatabase } from "./testing/database.ts";

describe("DirectiveStore in PostgreSQL", () => {
  const opened: Database[] = [];
  afterAll(() => Promise.all(opened.map((database) => database.close())));
  directiveStoreContract(async () => {
    const database = await freshDatabase();
    opened.push(database);
    return createDirectiveStore(database.kysely, sealerOver(database), "restriction");
  });
});

function sealerOver({ kysely }: Database) {
  return memorySealer(createPatientKeyStore(kysely));
}

describe("a directive of a patient whose key was destroyed", () => {
  it("F179 is listed no more, and says nothing of who it was about", async () => {
    const database = await freshDatabase();
    const sealer = sealerOver(database);
    const store = createDirectiveStore(database.kysely, sealer, "restriction");
    const act = { n: 1, kind: "request", by: "priya.privacy", at: 1, note: "by letter" } as const;
    const [gone, other] = [randomUUID(), randomUUID()];
    await store.start({ id: gone, patientId: "p1", terms: {}, acts: [act] });
    await store.start({ id: other, patientId: "p2", terms: {}, acts: [act] });
    const [handle = Buffer.alloc(0)] = await sealer.patients.handlesOf(["p1"]);
    await database.kysely.deleteFrom("patient_key").where("handle", "=", Buffer.from(handle)).execute();
    sealer.patients.forget(handle);
    expect((await store.list({ limit: 9 })).map(({ id }) => id)).toEqual([other]);
    expect(await store.find(gone)).toBeUndefined();
    await database.close();
  });
});

describe("the table patient_directive", () => {
  let database: Database;
  const id = randomUUID();
  beforeAll(async () => {
    database = await freshDatabase();
    const act = { n: 1, kind: "request", by: "priya.privacy", at: 1, note: "about Claim/secret-7" } as const;
    const store = createDirectiveStore(database.kysely, sealerOver(database), "restriction");
    await store.start({ id, patientId: "secret-patient", terms: { refs: ["Claim/secret-7"] }, acts: [act] });
  });
  afterAll(() => database.close());

  it("F101 holds neither patient nor terms nor notes in the open", async () => {
    const { rows } = await sql<{ all: string }>`
      select d::text || a::text as all from patient_directive d join patient_directive_act a on a.directive = d.id
    `.execute(database.kysely);
    expect(rows).toHaveLength(1);
    const hex = Buffer.from("secret").toString("hex");
    expect(rows[0]?.all).not.toMatch(new RegExp(`secret|${hex}`));
  });

  it("F102 keeps restrictions and consents apart", async () => {
    const consents = createDirectiveStore(database.kysely, sealerOver(database), "part2-consent");
    expect([await consents.find(id), await consents.list({ limit: 9 })]).toEqual([undefined, []]);
  });

  it.each([
    "update patient_directive set kind = 'part2-consent'",
    "delete from patient_directive_act",
    "truncate patient_directive cascade",
  ])("F101 refuses `%s`", async (statement) => {
    await expect(sql.raw(statement).execute(database.kysely)).rejects.toThrow("append-only");
  });
});
