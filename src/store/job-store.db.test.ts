import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { jobStoreContract } from "../jobs/testing/job-store.contract.ts";
import { createSealer } from "../keys/local-sealer.ts";
import { fixedKeys } from "../keys/testing/keys.ts";
import type { Database } from "./database.ts";
import { createJobFiles } from "./job-files.ts";
import { createJobStore } from "./job-store.ts";
import { bytesOf, freshDatabase } from "./testing/database.ts";

const key = (id: string, use: "seal" | "blind-index") => ({ id, use, bytes: randomBytes(32) });
const sealer = createSealer(fixedKeys([key("00000001", "seal"), key("00000002", "blind-index")]));

let database: Database;
afterEach(() => database?.close());

describe("JobStore in PostgreSQL", () => {
  jobStoreContract(async () => {
    database = await freshDatabase();
    return createJobStore(database.kysely, sealer);
  });

  it("F154 keeps what a job is to do sealed", async () => {
    database = await freshDatabase();
    const store = createJobStore(database.kysely, sealer);
    const job = { id: randomUUID(), kind: "k", personId: "bea", steps: 1, madeAt: 1, endsAt: 2 };
    await store.add({ ...job, task: '{"patient":"Ada"}' });
    expect(await bytesOf(database, "job")).not.toContain("Ada");
    expect((await store.claim(["k"], 1))?.task).toBe('{"patient":"Ada"}');
  });

  it("JOB-1 gives a job to one of many who ask at once", async () => {
    database = await freshDatabase();
    const store = createJobStore(database.kysely, sealer);
    for (const madeAt of [1, 2, 3])
      await store.add({
        id: randomUUID(),
        kind: "k",
        personId: "bea",
        steps: 1,
        madeAt,
        endsAt: 9,
        task: "{}",
      });
    const claimed = await Promise.all(Array.from({ length: 5 }, () => store.claim(["k"], 60_000)));
    const ids = claimed.flatMap((job) => (job === null ? [] : [job.id]));
    expect([ids.length, new Set(ids).size]).toEqual([3, 3]);
  });
});

describe("files of jobs", () => {
  it("F154 are sealed where they lie, and open in their own place alone", async () => {
    const dir = await mkdtemp(join(tmpdir(), "modicum-jobs-"));
    const files = createJobFiles(dir, sealer);
    const [one, other] = [randomUUID(), randomUUID()];
    await files.write(one, 1, Buffer.from("Ada"));
    expect(String(await files.read(one, 1))).toBe("Ada");
    const sealed = await readFile(join(dir, one, "1.sealed"));
    expect(sealed.includes("Ada")).toBe(false);
    await files.write(other, 1, Buffer.from("Bo"));
    await rm(join(dir, other, "1.sealed"));
    await rm(join(dir, other), { recursive: true });
    expect([await files.read(other, 1), await readdir(dir)]).toEqual([null, [one]]);
    await files.removeAll(one);
    expect([await files.read(one, 1), await readdir(dir)]).toEqual([null, []]);
    await rm(dir, { recursive: true });
  });
});
