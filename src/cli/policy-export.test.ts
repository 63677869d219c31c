import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { modicum } from "../../test/e2e/running-server.ts";
import { writeWhole } from "./policy-export.ts";

const FILES = new Map([
  ["policy.cedar", "permit (principal, action, resource);\n"],
  ["policy.cedarschema", "entity Role;\n"],
]);

let place: string;

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), "modicum-export-"));
});

afterEach(async () => {
  await rm(place, { recursive: true, force: true });
});

describe("modicum policy export", () => {
  it("F171 prints the policies on stdout and ends with 0", async () => {
    const { code, stdout, stderr } = await modicum(["policy", "export", "--to", "cedar", "content"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain('@id("role:biller/billing#1")');
  });

  it("F171 prints the schema when that is asked for", async () => {
    const { code, stdout } = await modicum(["policy", "export", "--to", "cedar", "--schema"]);
    expect(code).toBe(0);
    expect(stdout).toContain("action see appliesTo {");
  });

  it("F171 writes both files into the folder, and nothing on stdout", async () => {
    const folder = join(place, "out");
    const { code, stdout } = await modicum(["policy", "export", "--to", "cedar", "-o", folder]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(await readdir(place)).toEqual(["out"]);
    expect((await readdir(folder)).toSorted()).toEqual(["policy.cedar", "policy.cedarschema"]);
  });

  it.each([
    ["without a language", ["policy", "export"]],
    ["with a language it does not speak", ["policy", "export", "--to", "rego"]],
    ["for a policy that is not there", ["policy", "export", "--to", "cedar", "no-such-folder"]],
  ])("F171 ends with 2 %s, and prints nothing", async (_, args) => {
    const { code, stdout } = await modicum(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});

describe("a folder that is there whole or not at all", () => {
  it("replaces an earlier export", async () => {
    const folder = join(place, "out");
    await writeWhole(folder, new Map([...FILES, ["policy.cedar", "old"]]));
    await writeWhole(folder, FILES);
    expect(await readFile(join(folder, "policy.cedar"), "utf8")).toBe(FILES.get("policy.cedar"));
    expect(await readdir(place)).toEqual(["out"]);
  });

  it("leaves a folder alone that holds other files", async () => {
    await writeFile(join(place, "notes.txt"), "mine");
    await expect(writeWhole(place, FILES)).rejects.toMatchObject({ code: "usage" });
    expect(await readdir(place)).toEqual(["notes.txt"]);
  });

  it("leaves nothing behind when a file cannot be written", async () => {
    const folder = join(place, "out");
    await expect(writeWhole(folder, new Map([...FILES, ["no/such/place", ""]]))).rejects.toMatchObject({
      code: "usage",
      message: `cannot write \`${folder}\``,
    });
    expect(await readdir(place)).toEqual([]);
  });

  it("leaves the earlier export in place when the new one cannot be written", async () => {
    const folder = join(place, "out");
    await mkdir(folder);
    await writeFile(join(folder, "policy.cedar"), "earlier");
    await expect(writeWhole(folder, new Map([...FILES, ["no/such/place", ""]]))).rejects.toThrow(
      "cannot write",
    );
    expect(await readFile(join(folder, "policy.cedar"), "utf8")).toBe("earlier");
  });

  it("says so when the place is a file", async () => {
    const file = join(place, "file");
    await writeFile(file, "");
    await expect(writeWhole(file, FILES)).rejects.toMatchObject({ code: "usage" });
  });
});
