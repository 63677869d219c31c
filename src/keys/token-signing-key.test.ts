import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { memorySealer } from "./testing/sealer.ts";
import { openTokenSigningKey } from "./token-signing-key.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "modicum-token-key-"));
});
afterEach(() => rm(dir, { recursive: true }));

const file = (): string => join(dir, "token-signing-key.sealed");

describe("the key that signs our own tokens", () => {
  it("is made once, and is the same after a restart", async () => {
    const sealer = memorySealer();
    const made = await openTokenSigningKey(dir, sealer);
    expect((await openTokenSigningKey(dir, sealer)).publicKey.equals(made.publicKey)).toBe(true);
  });

  it("45 CFR 164.312(a)(2)(iv) lies sealed, readable by its owner alone", async () => {
    const { privateKey } = await openTokenSigningKey(dir, memorySealer());
    const secret = privateKey.export({ format: "jwk" }).d ?? "";
    const stored = Buffer.from(await readFile(file(), "utf8"), "base64");
    expect(stored.includes(Buffer.from(secret))).toBe(false);
    expect((await stat(file())).mode & 0o077).toBe(0);
  });

  it("does not open when somebody changed it", async () => {
    const sealer = memorySealer();
    await openTokenSigningKey(dir, sealer);
    await writeFile(file(), "AAAA");
    await expect(openTokenSigningKey(dir, sealer)).rejects.toMatchObject({ code: "key_unavailable" });
  });
});
