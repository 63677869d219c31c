import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { modicum } from "../../test/e2e/running-server.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "modicum-explain-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("modicum explain", () => {
  it.each([
    ["that is not there", () => join(folder, "nonexistent")],
    ["that is a folder", () => folder],
  ])("F013 ends with 2 for a file to replay %s, and names it", async (_, file) => {
    const { code, stdout, stderr } = await modicum(["explain", "--replay", file()]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe(`modicum: cannot read \`${file()}\` (check the path and its permissions)\n`);
  });

  it.each(["7", "role:biller/billing#1", "019df380-0000-7000-8000-00000000000"])(
    "F013 ends with 2 for %s, which is no entry's id, before any server is asked",
    async (id) => {
      const env = { MODICUM_URL: "http://127.0.0.1:9" };
      const { code, stdout, stderr } = await modicum(["explain", id, "--as", "bea.biller"], { env });
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toBe(`modicum: \`${id}\` is no entry's id: give the X-Request-Id of an answer\n`);
    },
  );
});
