import { buffer } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { backupTargetContract } from "../testing/backup-target.contract.ts";
import { type S3Settings, s3Target } from "./s3-target.ts";
import { refusal, type S3Double, s3Double } from "./testing/s3-double.ts";

/** `http://ID:SECRET@HOST:PORT/BUCKET`: a real store, over which the contract runs as well. */
const REAL = process.env["MODICUM_TEST_S3"];
const NOW = Date.UTC(2026, 4, 4, 15);
const SECRET = "only-for-this-test";
const ACCESS = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: SECRET, region: "eu-central-1" };
const PATIENCE = { timeoutMs: 2_000, attempts: 3, pauseMs: 1 };
const PART = 5 * 1024 * 1024;

let double: S3Double;
let now = NOW;
beforeAll(async () => {
  double = await s3Double("vault", ACCESS, () => now);
});
afterAll(() => double.close());
afterEach(() => {
  now = NOW;
  double.asked.length = 0;
  double.ahead.length = 0;
  double.bent = (answer) => answer;
});

const open = (settings: Partial<S3Settings> = {}) =>
  s3Target(
    {
      ...ACCESS,
      bucket: "vault",
      prefix: "site/one",
      endpoint: double.url,
      pathStyle: true,
      patience: PATIENCE,
      partBytes: PART,
      ...settings,
    },
    () => now,
  );
async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
const large = async function* () {
  for (let part = 0; part < 3; part++) yield Buffer.alloc(4 * 1024 * 1024, part);
};
const failed = (work: Promise<unknown>): Promise<unknown> => work.catch((fault: unknown) => fault);

describe("a bucket of an S3 API, against a double that checks signatures and checksums", () => {
  backupTargetContract(() => open());

  it("F156 BAK-31 sends what is long in parts, and leaves none of them when it fails", async () => {
    await open().put("backups/long", large());
    expect(double.asked.filter((one) => one.includes("partNumber=")).length).toBe(3);
    double.bent = (answer, asked) => (asked.includes("partNumber=2") ? refusal(403, "AccessDenied") : answer);
    expect(await failed(open().put("backups/broken", large()))).toMatchObject({ code: "config_invalid" });
    expect(double.bucket.uploads.size).toBe(0);
    expect(await open().list("backups/broken")).toEqual([]);
  });

  it("F156 BAK-31 is not taken in by a refusal that comes with status 200", async () => {
    double.bent = (answer, asked) =>
      asked.startsWith("POST") && asked.includes("uploadId=") ? refusal(200, "InternalError") : answer;
    const fault = await failed(open().put("backups/late", large()));
    expect(fault).toMatchObject({ message: "the store of the backups refuses with `InternalError`" });
  });

  it("F156 BAK-31 asks again where the store is busy or broke off, and gives up in the end", async () => {
    double.ahead.push(refusal(503, "SlowDown"), refusal(500, "InternalError"));
    await open().put("backups/busy", once("x"));
    expect(double.asked.filter((one) => one.startsWith("PUT"))).toHaveLength(3);
    const patience = { ...PATIENCE, timeoutMs: 50 };
    double.ahead.push("hang", "hang", "hang");
    expect(await failed(open({ patience }).list("backups/"))).toMatchObject({ code: "server_unreachable" });
  });

  it("F156 BAK-32 does not count what the store has otherwise than it was sent", async () => {
    double.bent = (answer, asked) =>
      asked.startsWith("HEAD")
        ? { ...answer, headers: { ...answer.headers, "content-length": "3" } }
        : answer;
    const fault = await failed(open().put("backups/bent", once("bytes")));
    expect(fault).toMatchObject({ code: "report_incomplete" });
  });

  it("F156 BAK-32 reads all of it back where the store gives no checksum", async () => {
    const told = { "content-length": "5" };
    double.bent = (answer, asked) => (asked.startsWith("HEAD") ? { ...answer, headers: told } : answer);
    await open().put("backups/mute", once("bytes"));
    expect(double.asked.at(-1)).toBe("GET site/one/backups/mute");
    double.bent = (answer, asked) =>
      asked.startsWith("HEAD") ? { ...answer, headers: told } : { ...answer, body: "bytez" };
    expect(await failed(open().put("backups/mute", once("bytes")))).toMatchObject({
      code: "report_incomplete",
    });
  });

  it("F156 BAK-33 locks backups for as long as was asked, and says when one cannot go yet", async () => {
    const target = open({ lock: { mode: "GOVERNANCE", days: 30 } });
    for (const [name, bytes] of [
      ["backups/short", once("x")],
      ["backups/long", large()],
    ] as const) {
      await target.put(name, bytes);
      expect(await failed(target.remove(name))).toMatchObject({ code: "conflict" });
      expect(await target.list(name)).toEqual([name]);
    }
    now += 31 * 86_400_000;
    await target.remove("backups/short");
    expect(await target.list("backups/short")).toEqual([]);
  });

  it("F179 BAK-34 leaves no older version of the keys, and locks none", async () => {
    const target = open({ lock: { mode: "COMPLIANCE", days: 30 } });
    for (const text of ["first", "second", "third"]) await target.put("keys/patients.sealed", once(text));
    const versions = double.bucket.objects.get("site/one/keys/patients.sealed") ?? [];
    expect(versions.map(({ bytes, lockMode }) => [bytes?.toString(), lockMode])).toEqual([
      ["third", undefined],
    ]);
    const read = await target.get("keys/patients.sealed");
    expect(read === null ? null : (await buffer(read)).toString()).toBe("third");
  });

  it("F179 BAK-34 refuses a bucket that would lock the keys", async () => {
    double.bent = (answer, asked) =>
      asked.startsWith("HEAD")
        ? { ...answer, headers: { ...answer.headers, "x-amz-object-lock-mode": "COMPLIANCE" } }
        : answer;
    const fault = await failed(open().put("keys/patients.sealed", once("x")));
    expect(fault).toMatchObject({ message: expect.stringContaining("locks keys of patients") as unknown });
  });

  it("F156 BAK-35 says what is wrong, and shows no secret", async () => {
    for (const [settings, code] of [
      [{ secretAccessKey: "another-secret" }, "SignatureDoesNotMatch"],
      [{ region: "us-east-1" }, "SignatureDoesNotMatch"],
      [{ bucket: "none" }, "NoSuchBucket"],
    ] as const) {
      const fault = await failed(open(settings).get("backups/x"));
      expect(fault).toMatchObject({
        code: "config_invalid",
        message: expect.stringContaining(code) as unknown,
      });
      expect(JSON.stringify(fault, Object.getOwnPropertyNames(fault))).not.toMatch(
        /secret|only-for-this-test/,
      );
    }
  });

  it("F156 BAK-35 takes a page of a proxy for no store", async () => {
    double.ahead.push({ status: 200, body: "<!doctype html><html></html>" });
    expect(await failed(open().list("backups/"))).toMatchObject({ code: "server_unreachable" });
  });
});

describe.skipIf(REAL === undefined)("a bucket of the store that MODICUM_TEST_S3 names", () => {
  const place = new URL(REAL ?? "http://none");
  const settings = {
    bucket: place.pathname.slice(1),
    prefix: `modicum-test-${process.pid}`,
    endpoint: place.origin,
    region: "us-east-1",
    pathStyle: true,
    accessKeyId: place.username,
    secretAccessKey: place.password,
    partBytes: PART,
  };
  backupTargetContract(() => s3Target(settings));
});
