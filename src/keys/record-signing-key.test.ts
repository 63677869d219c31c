import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRecordSigningKey } from "./record-signing-key.ts";
import { memorySealer } from "./testing/sealer.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "modicum-record-key-"));
});
afterEach(() => rm(dir, { recursive: true }));

const made = (): string => join(dir, "record-signing-key.sealed");

function pemOf(kind: "ed25519" | "x25519"): string {
  const { privateKey } = kind === "ed25519" ? generateKeyPairSync(kind) : generateKeyPairSync(kind);
  return privateKey.export({ format: "pem", type: "pkcs8" }).toString();
}

describe("the key that signs the record", () => {
  it("is made once, and is the same after a restart", async () => {
    const sealer = memorySealer();
    const { publicKey } = await openRecordSigningKey(dir, sealer);
    expect((await openRecordSigningKey(dir, sealer)).publicKey.equals(publicKey)).toBe(true);
  });

  it("45 CFR 164.312(a)(2)(iv) lies sealed, readable by its owner alone", async () => {
    await openRecordSigningKey(dir, memorySealer());
    expect(Buffer.from(await readFile(made(), "utf8"), "base64").toString("latin1")).not.toContain("PRIVATE");
    expect((await stat(made())).mode & 0o077).toBe(0);
  });

  it("does not open under other keys than it was sealed with", async () => {
    await openRecordSigningKey(dir, memorySealer());
    const other = openRecordSigningKey(dir, memorySealer());
    await expect(other).rejects.toMatchObject({ code: "key_unavailable" });
  });

  it("is read from the file that is brought, and makes no other", async () => {
    const file = join(dir, "brought.pem");
    const pem = pemOf("ed25519");
    await writeFile(file, pem, { mode: 0o600 });
    const { privateKey } = await openRecordSigningKey(dir, memorySealer(), file);
    expect(privateKey.export({ format: "pem", type: "pkcs8" })).toBe(pem);
    await expect(stat(made())).rejects.toThrow("ENOENT");
  });

  it("is not made where one has to be brought", async () => {
    const missing = openRecordSigningKey(dir, memorySealer(), join(dir, "missing.pem"));
    await expect(missing).rejects.toMatchObject({ code: "key_unavailable" });
  });

  it("refuses a key of another kind", async () => {
    const file = join(dir, "brought.pem");
    await writeFile(file, pemOf("x25519"), { mode: 0o600 });
    const other = openRecordSigningKey(dir, memorySealer(), file);
    await expect(other).rejects.toThrow("no Ed25519 key");
  });
});
