import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { gcmRoot } from "./testing/gcm-root.ts";
import { type Answer, type Asked, httpDouble } from "./testing/http-double.ts";
import { keyVaultContract } from "./testing/key-vault.contract.ts";
import { transitVault } from "./vault-transit.ts";

const TOKEN = "hvs.only-for-this-test";
const PATIENCE = { timeoutMs: 300, attempts: 3, pauseMs: 1 };
const roots = new Map([
  ["modicum", gcmRoot()],
  ["other", gcmRoot()],
]);

let dir: string;
let double: Awaited<ReturnType<typeof httpDouble>>;
/** Answers that come before the right one. */
let ahead: (Answer | "hang")[] = [];
let asked = 0;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "modicum-transit-"));
  double = await httpDouble((one) => {
    asked += 1;
    return ahead.shift() ?? answer(one);
  });
});
afterAll(async () => {
  await double.close();
  await rm(dir, { recursive: true });
});
beforeEach(() => writeFile(join(dir, "token"), `${TOKEN}\n`, { mode: 0o600 }));
afterEach(() => {
  [ahead, asked] = [[], 0];
});

/** As the Transit engine answers, after its documentation. */
function answer({ request, text }: Asked): Answer {
  const [, verb, key] = /^\/v1\/transit\/(encrypt|decrypt)\/([^/]+)$/.exec(request.url ?? "") ?? [];
  const root = roots.get(key ?? "");
  if (request.method !== "POST" || root === undefined) return { status: 404, body: { errors: [] } };
  if (request.headers["x-vault-token"] !== TOKEN)
    return { status: 403, body: { errors: ["permission denied"] } };
  const body = JSON.parse(text) as Record<string, string>;
  const aad = Buffer.from(body["associated_data"] ?? "", "base64").toString("utf8");
  if (verb === "encrypt") {
    const sealed = root.seal(Buffer.from(body["plaintext"] ?? "", "base64"), aad).toString("base64");
    return { status: 200, body: { data: { ciphertext: `vault:v1:${sealed}`, key_version: 1 } } };
  }
  try {
    const sealed = Buffer.from((body["ciphertext"] ?? "").replace(/^vault:v1:/, ""), "base64");
    return { status: 200, body: { data: { plaintext: root.open(sealed, aad).toString("base64") } } };
  } catch {
    return { status: 400, body: { errors: ["cipher: message authentication failed"] } };
  }
}

const open = async (key = "modicum") =>
  transitVault({ url: double.url, key, tokenFile: join(dir, "token"), patience: PATIENCE });

describe("a root key in the Transit engine, against its protocol", () => {
  keyVaultContract("vault-transit", open, () => open("other"));

  it("KEY-23 asks a busy vault again, and a sealed one", async () => {
    ahead = [
      { status: 429, body: {} },
      { status: 503, body: { errors: ["Vault is sealed"] } },
    ];
    await (await open()).wrap(randomBytes(32), "c");
    expect(asked).toBe(3);
  });

  it("KEY-23 gives up on a vault that hangs, and says so without waiting for ever", async () => {
    ahead = ["hang", "hang", "hang"];
    await expect((await open()).wrap(randomBytes(32), "c")).rejects.toMatchObject({
      code: "key_unavailable",
      message: "the vault does not answer",
    });
    expect(asked).toBe(3);
  });

  it("KEY-23 does not ask again where it was refused", async () => {
    await writeFile(join(dir, "token"), "hvs.another\n");
    const refused = (await open()).wrap(randomBytes(32), "c");
    await expect(refused).rejects.toMatchObject({ message: "the vault refuses with status 403" });
    expect(asked).toBe(1);
  });

  it("KEY-22 shows its token in no fault", async () => {
    ahead = [{ status: 403, body: { errors: [`bad token ${TOKEN}`] } }];
    const fault: unknown = await (await open()).wrap(randomBytes(32), "c").catch((one: unknown) => one);
    expect(JSON.stringify(fault, Object.getOwnPropertyNames(fault))).not.toContain("hvs.");
  });

  it("KEY-21 does not take the page of a proxy for a key", async () => {
    ahead = [{ status: 200, body: { welcome: true } }];
    await expect((await open()).wrap(randomBytes(32), "c")).rejects.toMatchObject({
      code: "key_unavailable",
    });
  });
});
