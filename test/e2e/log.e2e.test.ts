import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { modicum } from "./running-server.ts";

const AUDITOR = ["--as", "audra.auditor", "--purpose", "audit"];
const dataDir = inject("serverDataDir");

let folder: string;
let key: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "modicum-log-"));
  key = await (await fetch(`${inject("serverUrl")}/log/key`)).text();
  await modicum(["log", "search", ...AUDITOR], { dataDir });
});
afterAll(() => rm(folder, { recursive: true }));

describe("the record of a running server", () => {
  it("F177 is verified by `modicum log verify`, under the key one was given", async () => {
    const { code, stderr, stdout } = await modicum(
      ["log", "verify", "--key", key.trim(), "--sealed", ...AUDITOR],
      { dataDir },
    );
    expect([code, stdout]).toEqual([0, ""]);
    expect(stderr).toContain("nothing is wrong with it");
  });

  it("F177 is exported as a pack, in which one changed entry is found and named, with exit code 3", async () => {
    const pack = join(folder, "pack");
    const exported = await modicum(["log", "export", "--pack", pack, ...AUDITOR], { dataDir });
    expect(exported.code).toBe(0);
    const size = Number((await readFile(join(pack, "checkpoint"), "utf8")).split("\n")[1]);
    const bundle = join(pack, "tile/entries", size >= 256 ? "000" : `000.p/${size}`);
    await writeFile(
      bundle,
      (await readFile(bundle, "latin1")).replace("audra.auditor", "fran.frontdes"),
      "latin1",
    );
    const { code, stdout } = await modicum([
      "log",
      "verify",
      "--pack",
      pack,
      "--key",
      key.trim(),
      "-o",
      "json",
    ]);
    const { counts } = JSON.parse(stdout) as { counts: Record<string, number> };
    expect([code, counts]).toEqual([3, { "entry-altered": 1 }]);
  });

  it("F177 keeps its entries from who may not read them, and shows its tree to everyone", async () => {
    const denied = await modicum(["log", "verify", "--as", "bea.biller", "--purpose", "billing"], {
      dataDir,
    });
    const hashes = await modicum(["log", "verify", "--hashes-only", "--key", key.trim()], { dataDir });
    expect([denied.code, hashes.code]).toEqual([2, 0]);
  });
});
