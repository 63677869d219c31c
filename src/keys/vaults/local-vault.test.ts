import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openLocalVault } from "./local-vault.ts";
import { keyVaultContract } from "./testing/key-vault.contract.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "modicum-vault-"));
});
afterEach(() => rm(dir, { recursive: true }));

const open = (name = "root.key") => openLocalVault(join(dir, name), { mayCreate: true });

describe("a root key in a file", () => {
  keyVaultContract("local", open, () => open("other.key"));

  it("KEY-8 opens under either root key while it is replaced, and under the new one alone afterwards", async () => {
    const vault = await open();
    const key = randomBytes(32);
    const before = await vault.wrap(key, "c");
    await vault.rotation?.begin();
    const after = await vault.wrap(key, "c");
    expect(Buffer.from(await vault.unwrap(before, "c"))).toEqual(key);
    await vault.rotation?.finish();
    expect(Buffer.from(await vault.unwrap(after, "c"))).toEqual(key);
    await expect(vault.unwrap(before, "c")).rejects.toMatchObject({ code: "key_unavailable" });
  });

  it("KEY-8 leaves nothing of the replaced root key in the file", async () => {
    const vault = await open();
    const old = (await readFile(join(dir, "root.key"), "utf8")).split(" ")[1]?.trim() ?? "";
    await vault.rotation?.begin();
    await vault.rotation?.finish();
    expect(old).toHaveLength(44);
    expect(await readFile(join(dir, "root.key"), "utf8")).not.toContain(old);
  });

  it("KEY-22 says that it does not answer where the file was taken away, and no more", async () => {
    const vault = await open();
    await rm(join(dir, "root.key"));
    expect(await vault.describe()).toMatchObject({ ok: false, name: "unknown" });
  });

  it("fails with key_unavailable for a file with one line that is no key", async () => {
    const vault = await open();
    const text = await readFile(join(dir, "root.key"), "utf8");
    await writeFile(join(dir, "root.key"), `${text}modicum-root-key-v1 AAAA\n`);
    await expect(vault.wrap(randomBytes(32), "c")).rejects.toMatchObject({ code: "key_unavailable" });
  });
});
