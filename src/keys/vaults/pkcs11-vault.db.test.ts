import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPkcs11Vault } from "./pkcs11-vault.ts";
import type { KeyVault } from "./ports.ts";
import { keyVaultContract } from "./testing/key-vault.contract.ts";

/** Stands among the tests with processes of their own: the module of a token reads the environment of the process. */
const MODULE = "/usr/lib/softhsm/libsofthsm2.so";
const driver = await import("pkcs11js").then(
  (loaded) => loaded.default,
  () => null,
);
const isHere = existsSync(MODULE) && driver !== null;
const isRequired = process.env["MODICUM_SOFTHSM"] === "required";

it.runIf(isRequired)("F155 finds SoftHSM and the driver for PKCS #11", () => {
  expect(isHere).toBe(true);
});

describe.runIf(isHere)("a root key in a token, on SoftHSM", () => {
  const dir = mkdtempSync(join(tmpdir(), "modicum-hsm-"));
  const pinFile = join(dir, "pin");

  beforeAll(() => {
    mkdirSync(join(dir, "tokens"));
    const conf = join(dir, "softhsm2.conf");
    writeFileSync(
      conf,
      `directories.tokendir = ${join(dir, "tokens")}\nobjectstore.backend = file\nlog.level = ERROR\n`,
    );
    process.env["SOFTHSM2_CONF"] = conf;
    execFileSync("softhsm2-util", [
      "--init-token",
      "--free",
      "--label",
      "modicum",
      "--so-pin",
      "87654321",
      "--pin",
      "123456",
    ]);
    writeFileSync(pinFile, "123456\n", { mode: 0o600 });
    makeKeys(["root", "other"]);
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  /** As an administrator of the token makes them: AES, 256 bits, never to leave it. */
  function makeKeys(labels: readonly string[]): void {
    if (driver === null) return;
    const module = new driver.PKCS11();
    module.load(MODULE);
    module.C_Initialize();
    const slot = module
      .C_GetSlotList(true)
      .find((one) => module.C_GetTokenInfo(one).label.trim() === "modicum");
    if (slot === undefined) throw new Error("no token");
    const session = module.C_OpenSession(slot, driver.CKF_SERIAL_SESSION | driver.CKF_RW_SESSION);
    module.C_Login(session, driver.CKU_USER, "123456");
    for (const label of labels) {
      module.C_GenerateKey(session, { mechanism: driver.CKM_AES_KEY_GEN }, [
        { type: driver.CKA_LABEL, value: label },
        { type: driver.CKA_VALUE_LEN, value: 32 },
        { type: driver.CKA_TOKEN, value: true },
        { type: driver.CKA_SENSITIVE, value: true },
        { type: driver.CKA_EXTRACTABLE, value: false },
        { type: driver.CKA_ENCRYPT, value: true },
        { type: driver.CKA_DECRYPT, value: true },
      ]);
    }
    module.C_Logout(session);
    module.C_CloseSession(session);
  }

  const open = (
    key = "root",
    more: { readonly pinFile?: string; readonly token?: string } = {},
  ): Promise<KeyVault> => openPkcs11Vault({ module: MODULE, token: "modicum", key, pinFile, ...more });

  keyVaultContract("pkcs11", open, () => open("other"));

  it("KEY-26 opens a session that was lost again, and signs in again", async () => {
    const vault = await open();
    const key = randomBytes(32);
    const wrapped = await vault.wrap(key, "c");
    const module = new (driver as NonNullable<typeof driver>).PKCS11();
    module.load(MODULE);
    for (const slot of module.C_GetSlotList(true)) module.C_CloseAllSessions(slot);
    expect(Buffer.from(await vault.unwrap(wrapped, "c"))).toEqual(key);
  });

  it("KEY-22 refuses a token, a key and a PIN that are not there, and shows no PIN", async () => {
    const wrong = join(dir, "wrong-pin");
    writeFileSync(wrong, "999999\n", { mode: 0o600 });
    await expect(open("absent")).rejects.toThrow("the token has no one key `absent`");
    await expect(open("root", { token: "absent" })).rejects.toThrow("there is no token `absent`");
    await expect(open("root", { pinFile: join(dir, "absent") })).rejects.toMatchObject({
      code: "key_unavailable",
    });
    const module = new (driver as NonNullable<typeof driver>).PKCS11();
    module.load(MODULE);
    for (const slot of module.C_GetSlotList(true)) module.C_CloseAllSessions(slot);
    const fault: unknown = await open("root", { pinFile: wrong }).catch((one: unknown) => one);
    expect(fault).toMatchObject({ message: "the token does not take the PIN" });
    expect(JSON.stringify(fault, Object.getOwnPropertyNames(fault))).not.toContain("999999");
  });

  it("fails with key_unavailable for a module that is not there", async () => {
    const opening = openPkcs11Vault({ module: join(dir, "none.so"), token: "modicum", key: "root", pinFile });
    await expect(opening).rejects.toMatchObject({ code: "key_unavailable" });
  });
});
