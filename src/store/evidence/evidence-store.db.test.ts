import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { artifactOf } from "../../governance/evidence/testing/artifact.ts";
import { evidenceStoreContract } from "../../governance/evidence/testing/evidence-store.contract.ts";
import { openKeyFolder } from "../../keys/key-folder.ts";
import { openKeyring } from "../../keys/keyring.ts";
import type { RecordSealer } from "../../keys/ports.ts";
import { createRecordSealer } from "../../keys/record-sealer.ts";
import type { Database } from "../database.ts";
import { createPatientKeyStore } from "../patient-key-store.ts";
import { bytesOf, freshDatabase } from "../testing/database.ts";
import { createEvidenceStore } from "./evidence-store.ts";

let dir: string;
let database: Database;
let sealer: RecordSealer;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "modicum-evidence-"));
  database = await freshDatabase();
  const keyring = await openKeyring(await openKeyFolder(dir));
  sealer = createRecordSealer(keyring, createPatientKeyStore(database.kysely));
});
afterEach(async () => {
  await database.close();
  await rm(dir, { recursive: true });
});

const store = () => createEvidenceStore(database.kysely, sealer);

describe("EvidenceStore in PostgreSQL", () => {
  evidenceStoreContract(async () => store());

  it("EVI-4 F133 F154 seals what an artifact holds, and whom its question names", async () => {
    await store().add([artifactOf("Ada saw Bo", { wholeQuery: '{"patient":"ada"}', patients: ["ada"] })]);
    const stored = `${await bytesOf(database, "evidence_artifact")}${await bytesOf(database, "evidence_content")}`;
    expect(stored).not.toMatch(/ada|Ada saw Bo/);
    expect((await store().list({ limit: 1 }))[0]?.wholeQuery).toBe('{"patient":"ada"}');
  });

  it("EVI-1 keeps what is longer than a row holds", async () => {
    const long = "0123456789".repeat(1_000_000);
    const artifact = artifactOf(long);
    await store().add([artifact]);
    expect(String(await store().content(artifact.id))).toBe(long);
  });

  it.each([
    "update evidence_artifact set prepared_by = 'x'",
    "update evidence_artifact set keep_until = 1 + keep_until",
    "delete from evidence_content",
    "update evidence_content set sealed = ''",
    "truncate evidence_artifact cascade",
  ])("EVI-2 F133 refuses `%s`", async (statement) => {
    await store().add([artifactOf("Ada")]);
    await expect(sql.raw(statement).execute(database.kysely)).rejects.toThrow("append-only");
  });

  it("EVI-5 F133 gives out no bytes that are not those of the hash", async () => {
    const artifact = artifactOf("Ada", { sha256: "00".repeat(32) });
    await store().add([artifact]);
    await expect(store().content(artifact.id)).rejects.toThrow("is not as it was prepared");
  });
});
