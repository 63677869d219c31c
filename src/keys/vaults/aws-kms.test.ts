import { createHash, createHmac, randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { kmsVault } from "./aws-kms.ts";
import { gcmRoot } from "./testing/gcm-root.ts";
import { type Answer, type Asked, httpDouble } from "./testing/http-double.ts";
import { keyVaultContract } from "./testing/key-vault.contract.ts";

const ARN = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";
const OTHER = ARN.replace("11111111", "99999999");
const ACCESS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "only-for-this-test" };
const PATIENCE = { timeoutMs: 300, attempts: 3, pauseMs: 1 };
const roots = new Map([
  [ARN, gcmRoot()],
  [OTHER, gcmRoot()],
]);

let double: Awaited<ReturnType<typeof httpDouble>>;
let ahead: (Answer | "hang")[] = [];
let asked: Asked[] = [];
beforeAll(async () => {
  double = await httpDouble((one) => {
    asked.push(one);
    return ahead.shift() ?? answer(one);
  });
});
afterAll(() => double.close());
afterEach(() => {
  [ahead, asked] = [[], []];
});

const sha = (text: string): string => createHash("sha256").update(text).digest("hex");
const mac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** Signature Version 4, computed after AWS' description of it and not with the library that signed. */
function isSigned({ request, text }: Asked): boolean {
  const header = request.headers.authorization ?? "";
  const [, scope = "", names = "", signature] =
    /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      header,
    ) ?? [];
  const [day = "", region = "", service = ""] = scope.split("/");
  const headers = names.split(";").map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  const canonical = ["POST", "/", "", headers.join(""), names, sha(text)].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", request.headers["x-amz-date"], scope, sha(canonical)].join("\n");
  const dated = mac(mac(mac(mac(`AWS4${ACCESS.secretAccessKey}`, day), region), service), "aws4_request");
  return names.split(";").includes("host") && mac(dated, toSign).toString("hex") === signature;
}

/** As KMS answers, after its API reference. */
function answer(one: Asked): Answer {
  if (!isSigned(one)) return { status: 400, body: { __type: "InvalidSignatureException" } };
  const body = JSON.parse(one.text) as Record<string, string> & { KeyId: string };
  const root = roots.get(body.KeyId);
  if (root === undefined) return { status: 400, body: { __type: "NotFoundException" } };
  const aad = JSON.stringify(body["EncryptionContext"]);
  if (one.request.headers["x-amz-target"] === "TrentService.Encrypt") {
    const sealed = root.seal(Buffer.from(body["Plaintext"] ?? "", "base64"), aad);
    return { status: 200, body: { CiphertextBlob: sealed.toString("base64"), KeyId: body.KeyId } };
  }
  try {
    const opened = root.open(Buffer.from(body["CiphertextBlob"] ?? "", "base64"), aad);
    return { status: 200, body: { Plaintext: opened.toString("base64"), KeyId: body.KeyId } };
  } catch {
    return { status: 400, body: { __type: "InvalidCiphertextException" } };
  }
}

const open = async (keyArn = ARN) =>
  kmsVault({ keyArn, ...ACCESS, endpoint: `${double.url}/`, patience: PATIENCE });

describe("a root key in AWS KMS, against its protocol", () => {
  keyVaultContract("aws-kms", open, () => open(OTHER));

  it("KEY-24 signs what it asks, for the region of the key", async () => {
    await (await open()).wrap(randomBytes(32), "modicum/data-key/v1\0seal\0deadbeef");
    const [one] = asked;
    expect(one?.request.headers.authorization).toContain("/eu-central-1/kms/aws4_request");
    expect(one === undefined ? false : isSigned(one)).toBe(true);
    expect(JSON.parse(one?.text ?? "{}")).toMatchObject({
      EncryptionContext: { modicum: "modicum%2Fdata-key%2Fv1%00seal%00deadbeef" },
    });
  });

  it("KEY-23 asks again where it is throttled, which KMS says with status 400", async () => {
    ahead = [
      { status: 400, body: { __type: "com.amazonaws.kms#ThrottlingException" } },
      { status: 500, body: {} },
    ];
    await (await open()).wrap(randomBytes(32), "c");
    expect(asked).toHaveLength(3);
  });

  it("KEY-23 gives up on one that hangs", async () => {
    ahead = ["hang", "hang", "hang"];
    await expect((await open()).wrap(randomBytes(32), "c")).rejects.toThrow("the vault does not answer");
  });

  it("KEY-22 says what is wrong and shows no secret", async () => {
    ahead = [{ status: 400, body: { __type: "AccessDeniedException", message: "only-for-this-test" } }];
    const fault: unknown = await (await open()).wrap(randomBytes(32), "c").catch((one: unknown) => one);
    expect(fault).toMatchObject({ message: "KMS refuses with `AccessDeniedException`" });
    expect(JSON.stringify(fault, Object.getOwnPropertyNames(fault))).not.toContain("only-for-this-test");
  });

  it("refuses what is no ARN of a key before it asks anybody", () => {
    expect(() => kmsVault({ keyArn: "alias/modicum", ...ACCESS })).toThrow("is no ARN of a KMS key");
  });
});
