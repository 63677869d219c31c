import { sign, verify } from "node:crypto";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { demoSigningKeyFile, openDemoSigningKey, refuseDemoSecrets } from "./demo-signing-key.ts";

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "modicum-keys-"));
});
afterEach(() => rm(dir, { recursive: true }));

describe("openDemoSigningKey", () => {
  it("is the same key after a restart", async () => {
    const before = await openDemoSigningKey(dir, "demo");
    const after = await openDemoSigningKey(dir, "demo");
    const message = Buffer.from("token");
    expect(verify(null, message, after.publicKey, sign(null, message, before.privateKey))).toBe(true);
  });

  it("is readable by the owner alone", async () => {
    await openDemoSigningKey(dir, "demo");
    expect((await stat(demoSigningKeyFile(dir))).mode & 0o777).toBe(0o600);
  });

  it("is refused in production", async () => {
    await expect(openDemoSigningKey(dir, "production")).rejects.toMatchObject({ code: "config_invalid" });
  });
});

describe("refuseDemoSecrets", () => {
  it("refuses a folder where a demo has run", async () => {
    await openDemoSigningKey(dir, "demo");
    await expect(refuseDemoSecrets(dir)).rejects.toMatchObject({ code: "config_invalid" });
  });

  it("accepts a folder without demo secrets", async () => {
    await expect(refuseDemoSecrets(dir)).resolves.toBeUndefined();
  });
});
