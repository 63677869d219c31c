import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { freshDataDir, modicum, removeDataDir, startServer } from "./running-server.ts";

const CONTENT = resolve(import.meta.dirname, "../../content");

let scratch: string;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "modicum-start-"));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** Starts with these settings and expects it to refuse: exit 2, one line, nothing on stdout. */
async function refusalOf(env: Record<string, string>): Promise<string> {
  const { code, stdout, stderr } = await modicum(["start"], {
    dataDir: join(scratch, "data"),
    env: { PORT: "0", ...env },
  });
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  const lines = stderr.split("\n").filter((line) => line.startsWith("modicum: "));
  expect(lines).toHaveLength(1);
  expect(stderr).not.toMatch(/^\s+at /m);
  return lines[0] ?? "";
}

describe("a start that cannot work says so in one line and ends with 2", () => {
  it("a busy port", async () => {
    const busy = createServer().listen(0, "127.0.0.1");
    await new Promise((settle) => busy.once("listening", settle));
    const { port } = busy.address() as AddressInfo;
    expect(await refusalOf({ PORT: String(port) })).toContain(`port \`${port}\` is in use`);
    busy.close();
  });

  it("a broken policy, with file, line and column", async () => {
    const policy = join(scratch, "policy");
    await cp(CONTENT, policy, { recursive: true });
    await writeFile(
      join(policy, "roles", "broken.yaml"),
      "apiVersion: modicum/v1\nkind: Role\nid: broken\nsurprise: yes\n",
    );
    expect(await refusalOf({ MODICUM_POLICY: policy })).toMatch(/broken\.yaml:\d+:\d+: error POL-\d+: /);
  });

  it("a policy folder that is not there", async () => {
    expect(await refusalOf({ MODICUM_POLICY: join(scratch, "nowhere") })).toContain("does not exist");
  });

  it("an upstream that does not answer", async () => {
    expect(await refusalOf({ MODICUM_FHIR_UPSTREAM: "http://127.0.0.1:9/fhir" })).toContain("127.0.0.1:9");
  });

  it("a database that does not answer, without its password", async () => {
    const line = await refusalOf({ DATABASE_URL: "postgres://modicum:hunter2@127.0.0.1:9/modicum" });
    expect(line).toContain("127.0.0.1:9");
    expect(line).not.toContain("hunter2");
  });

  it.each([
    { HOST: "0.0.0.0" },
    { MODICUM_FHIR_UPSTREAM: "http://fhir.example.org/r4" },
    { DATABASE_URL: "postgres://db.example.org/modicum" },
  ])("a demo that would reach beyond loopback: %o", async (env) => {
    expect(await refusalOf(env)).toContain("loopback");
  });

  it("a data folder that another process runs on", async () => {
    const { code, stderr } = await modicum(["start"], {
      dataDir: inject("serverDataDir"),
      env: { PORT: "0" },
    });
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/^modicum: /m);
  });

  it("production without what it needs", async () => {
    expect(await refusalOf({ MODICUM_MODE: "production" })).toContain("MODICUM_PUBLIC_URL");
  });
});

describe("a start that works", () => {
  it("stops cleanly at Ctrl-C, and a second start finds people and record again", async () => {
    const dataDir = await freshDataDir();
    const first = await startServer({ MODICUM_DATA: dataDir });
    const csv =
      "userName,displayName,role,fhirUser,manager,department\nnew.nurse,New Nurse,nurse,,max.manager,primary-care\n";
    const imported = await modicum(
      ["people", "import", "-", "--as", "priya.privacy", "--purpose", "compliance"],
      { dataDir, input: csv },
    );
    expect(imported.code).toBe(0);
    expect(await first.stop()).toBe(0);

    const second = await startServer({ MODICUM_DATA: dataDir });
    const people = await modicum(
      [
        "people",
        "list",
        "--text",
        "new.nurse",
        "--as",
        "priya.privacy",
        "--purpose",
        "compliance",
        "-o",
        "csv",
      ],
      { dataDir },
    );
    const log = await modicum(
      [
        "log",
        "search",
        "--interaction",
        "api.people.import",
        "--as",
        "audra.auditor",
        "--purpose",
        "audit",
        "-o",
        "json",
      ],
      { dataDir },
    );
    expect(await second.stop()).toBe(0);
    expect(people.stdout).toContain("New Nurse");
    expect((JSON.parse(log.stdout) as { entries: unknown[] }).entries).toHaveLength(1);
    await removeDataDir(dataDir);
  });

  it("says what to do when no server runs", async () => {
    const { code, stderr } = await modicum(["log", "search", "--as", "audra.auditor", "--purpose", "audit"], {
      dataDir: join(scratch, "idle"),
      env: { PORT: "9" },
    });
    expect(code).toBe(1);
    expect(stderr).toContain("npm start");
  });
});
