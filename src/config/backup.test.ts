import { describe, expect, it } from "vitest";
import { readConfig } from "../config.ts";
import { endpointOf } from "./backup.ts";

const KEYS = { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "secret" };
const LOCAL = { ...KEYS, MODICUM_BACKUP_S3_ENDPOINT: "http://127.0.0.1:9000/" };
const read = (env: Record<string, string>) => readConfig(env, "/srv").backup;

describe("where backups go", () => {
  it("OPS-20 is the folder unless a bucket is named", () => {
    expect(read({})).toEqual({ target: { kind: "folder", dir: "/srv/.modicum/backups" }, moments: false });
    expect(read({ MODICUM_BACKUP_DIR: "/mnt/b" }).target).toEqual({ kind: "folder", dir: "/mnt/b" });
  });

  it("OPS-20 is a bucket with its prefix, endpoint, lock and credentials", () => {
    const backup = read({
      ...LOCAL,
      MODICUM_BACKUP_S3: "s3://vault/site/one/",
      MODICUM_BACKUP_S3_LOCK: "compliance:30",
    });
    expect(backup.target).toEqual({
      kind: "s3",
      bucket: "vault",
      prefix: "site/one",
      endpoint: "http://127.0.0.1:9000",
      region: "us-east-1",
      pathStyle: true,
      accessKeyId: "id",
      secretAccessKey: "secret",
      lock: { mode: "COMPLIANCE", days: 30 },
    });
    expect(endpointOf(backup)).toBe("http://127.0.0.1:9000");
  });

  it.each([
    [{ ...LOCAL, MODICUM_BACKUP_S3: "https://vault" }, "MODICUM_BACKUP_S3"],
    [{ ...LOCAL, MODICUM_BACKUP_S3: "s3://vault/../other" }, "MODICUM_BACKUP_S3"],
    [{ ...LOCAL, MODICUM_BACKUP_S3: "s3://vault", MODICUM_BACKUP_DIR: "/b" }, "MODICUM_BACKUP_S3"],
    [{ MODICUM_BACKUP_S3: "s3://vault" }, "AWS_ACCESS_KEY_ID"],
    [{ ...LOCAL, MODICUM_BACKUP_S3: "s3://vault", MODICUM_BACKUP_S3_LOCK: "30" }, "MODICUM_BACKUP_S3_LOCK"],
    [
      { ...KEYS, MODICUM_BACKUP_S3: "s3://vault", MODICUM_BACKUP_S3_ENDPOINT: "http://minio.lan" },
      "MODICUM_BACKUP_S3_ENDPOINT",
    ],
    [{ DATABASE_URL: "postgres://127.0.0.1/m", MODICUM_BACKUP_MOMENTS: "1" }, "MODICUM_BACKUP_MOMENTS"],
  ])("OPS-20 says which setting cannot be used (%#)", (env, name) => {
    expect(() => read(env as Record<string, string>)).toThrow(`\`${name}\``);
  });

  it("OPS-20 leaves this machine in production alone", () => {
    expect(() => read({ ...KEYS, MODICUM_BACKUP_S3: "s3://vault" })).toThrow(
      "demo mode reaches loopback only",
    );
  });
});
