import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { afterAll, describe, expect, it } from "vitest";
import { databaseUrl, openDatabase } from "../database.ts";
import { runProgram } from "../testing/process.ts";
import { hasEnded, readPostmaster } from "./postmaster.ts";
import { startEmbedded } from "./server.ts";

const OWNER = fileURLToPath(new URL("../testing/owner.ts", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "modicum-embedded-"));
/** Shared by the tests, which run one after the other: making a cluster takes longer than starting it. */
const dataDir = join(folder, "data");

afterAll(() => rm(folder, { recursive: true }));

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));

async function peopleIn(dir: string): Promise<string[]> {
  const database = await openDatabase({ dataDir: dir });
  const people = await database.kysely.selectFrom("person").select("id").execute();
  await database.close();
  return people.map((person) => person.id);
}

describe("the embedded server", () => {
  it("keeps its password readable by the owner alone", async () => {
    await (await startEmbedded(dataDir)).stop();
    expect((await stat(join(dataDir, "postgres.password"))).mode & 0o777).toBe(0o600);
  });

  it("listens on loopback alone", async () => {
    const database = await openDatabase({ dataDir });
    const { rows } = await sql<{ listen: string; sockets: string }>`
      select current_setting('listen_addresses') as listen, current_setting('unix_socket_directories') as sockets
    `.execute(database.kysely);
    await database.close();
    expect(rows).toEqual([{ listen: "127.0.0.1", sockets: "" }]);
  });

  it("refuses a session without the password", async () => {
    const server = await startEmbedded(dataDir);
    const guess = new URL(server.url);
    guess.password = "guess";
    const opening = openDatabase({ dataDir, databaseUrl: guess.href });
    await expect(opening).rejects.toMatchObject({ code: "database_unreachable" });
    await server.stop();
  });

  it("is gone after stop", async () => {
    const server = await startEmbedded(dataDir);
    await server.stop();
    expect(await hasEnded(server.pid, 0)).toBe(true);
  });

  it("AUD-108 is there again under the same address after kill -9, with what was written, and its owner's alone", async () => {
    const database = await openDatabase({ dataDir });
    const one = sql<{ one: number }>`select 1 as one`;
    await one.execute(database.kysely);
    process.kill((await readPostmaster(join(dataDir, "postgres")))?.pid ?? 0, "SIGKILL");
    while (database.state() === "running") await pause();
    await expect(one.execute(database.kysely)).rejects.toThrow();
    while (database.state() === "restarting") await pause();
    expect((await one.execute(database.kysely)).rows).toEqual([{ one: 1 }]);
    await expect(startEmbedded(dataDir)).rejects.toMatchObject({ code: "conflict" });
    await database.close();
  });

  it("gives a second process `conflict` while the first lives", async () => {
    const first = await startEmbedded(dataDir);
    await expect(startEmbedded(dataDir)).rejects.toMatchObject({ code: "conflict" });
    await first.stop();
  });

  it("F176 takes over what a killed process left running, with all it had committed", async () => {
    const owner = runProgram(OWNER, [dataDir, "nina.nurse"]);
    await owner.saw("written");
    await owner.kill();
    expect(await peopleIn(dataDir)).toContain("nina.nurse");
  });

  it("F176 recovers after the server itself was killed and left its pid file", async () => {
    const owner = runProgram(OWNER, [dataDir, "bea.biller"]);
    await owner.saw("written");
    const { pid = 0 } = (await readPostmaster(join(dataDir, "postgres"))) ?? {};
    process.kill(pid, "SIGKILL");
    await owner.kill();
    expect(await hasEnded(pid, 5000)).toBe(true);
    expect(await peopleIn(dataDir)).toContain("bea.biller");
  });

  it("makes the database afresh when an earlier first start was cut off", async () => {
    const cutOff = join(folder, "cut-off");
    await mkdir(join(cutOff, "postgres.draft", "base"), { recursive: true });
    const server = await startEmbedded(cutOff);
    await server.stop();
    await expect(stat(join(cutOff, "postgres.draft"))).rejects.toThrow("ENOENT");
  });

  it("runs below a folder that is closed to all but root", async () => {
    const closed = join(folder, "closed");
    await mkdir(closed, { mode: 0o700 });
    const server = await startEmbedded(join(closed, "data"));
    await server.stop();
    expect((await stat(closed)).mode & 0o777).toBe(0o700);
  });
});

describe("databaseUrl", () => {
  it("names the running server", async () => {
    const server = await startEmbedded(dataDir);
    expect(await databaseUrl({ dataDir })).toBe(server.url);
    await server.stop();
  });

  it("fails with database_unreachable when none runs", async () => {
    await (await startEmbedded(dataDir)).stop();
    await expect(databaseUrl({ dataDir })).rejects.toMatchObject({ code: "database_unreachable" });
  });
});
