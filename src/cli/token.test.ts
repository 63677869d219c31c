import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { modicum } from "../../test/e2e/running-server.ts";

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "modicum-token-"));
});
afterAll(() => rm(dataDir, { recursive: true }));

const token = (person: string) =>
  modicum(["token", "--as", person], { dataDir, env: { MODICUM_URL: "http://127.0.0.1:9" } });

describe("modicum token", () => {
  it("ends with 2 for somebody whom neither the policy nor a server knows, and says how to see the people", async () => {
    const { code, stdout, stderr } = await token("nobody");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe(
      "modicum: no such person is on the roster: `nobody` (`modicum people list --as priya.privacy --purpose HCOMPL` shows the people)\n",
    );
  });

  it("gives a token for a person of the policy where no server runs", async () => {
    const { code, stdout } = await token("bea.biller");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
  });
});
