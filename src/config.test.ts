import { describe, expect, it } from "vitest";
import { isLoopback, readConfig } from "./config.ts";
import { AppError } from "./kernel/errors.ts";

const PRODUCTION = {
  MODICUM_MODE: "production",
  MODICUM_PUBLIC_URL: "https://modicum.example.org",
  MODICUM_OIDC_ISSUER: "https://id.example.org",
  MODICUM_OIDC_AUDIENCE: "modicum",
  MODICUM_ROOT_KEY_FILE: "root.key",
  MODICUM_TLS_PROXY: "trusted",
  MODICUM_FHIR_UPSTREAM: "https://fhir.example.org/r4/",
};

function faultOf(env: Record<string, string | undefined>): AppError {
  try {
    readConfig(env, "/srv");
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("accepted");
}

describe("configuration", () => {
  it("needs nothing: the demo on loopback with the embedded database", () => {
    const config = readConfig({}, "/srv");
    expect(config).toMatchObject({
      mode: "demo",
      host: "127.0.0.1",
      port: 8080,
      dataDir: "/srv/.modicum",
      policyDir: "/srv/content",
    });
    expect(config.databaseUrl).toBeUndefined();
    expect(config.production).toBeUndefined();
  });

  it.each([
    { HOST: "0.0.0.0" },
    { MODICUM_FHIR_UPSTREAM: "https://fhir.example.org/r4" },
    { DATABASE_URL: "postgres://user:secret@db.example.org/modicum" },
  ])("refuses a demo that reaches beyond loopback: %o", (env) => {
    const fault = faultOf(env);
    expect(fault.code).toBe("demo_not_loopback");
    expect(fault.message).not.toContain("secret");
  });

  it.each(Object.keys(PRODUCTION).filter((name) => name !== "MODICUM_MODE"))(
    "production needs %s",
    (name) => {
      const fault = faultOf({ ...PRODUCTION, [name]: undefined });
      expect(fault.code).toBe("config_invalid");
      expect(`${fault.message} ${fault.hint}`).toContain(name);
    },
  );

  it.each(["MODICUM_CLOCK", "MODICUM_DEMO_SEED", "MODICUM_DEMO_SIZE"])(
    "production refuses the demo's %s",
    (name) => {
      expect(faultOf({ ...PRODUCTION, [name]: "1" }).code).toBe("config_invalid");
    },
  );

  it("production refuses an issuer without TLS", () => {
    expect(faultOf({ ...PRODUCTION, MODICUM_OIDC_ISSUER: "http://id.example.org" }).code).toBe(
      "config_invalid",
    );
  });

  it("production signs people in to the console where it has a client at the provider", () => {
    const client = { MODICUM_OIDC_CLIENT_ID: "modicum", MODICUM_OIDC_CLIENT_SECRET: "secret" };
    expect(readConfig(PRODUCTION, "/srv").production?.oidcClient).toBeUndefined();
    expect(readConfig({ ...PRODUCTION, ...client }, "/srv").production?.oidcClient).toEqual({
      clientId: "modicum",
      clientSecret: "secret",
    });
  });

  it.each([
    ["MODICUM_OIDC_CLIENT_ID", "MODICUM_OIDC_CLIENT_SECRET"],
    ["MODICUM_OIDC_CLIENT_SECRET", "MODICUM_OIDC_CLIENT_ID"],
  ])("production with %s needs %s", (given, lacking) => {
    expect(faultOf({ ...PRODUCTION, [given]: "value" }).message).toContain(lacking);
  });

  it("takes the trailing slash off the public address", () => {
    const env = { ...PRODUCTION, MODICUM_PUBLIC_URL: "https://modicum.example.org/" };
    expect(readConfig(env, "/srv").production?.publicUrl).toBe("https://modicum.example.org");
  });

  it("takes the trailing slash off the upstream", () => {
    expect(readConfig(PRODUCTION, "/srv").upstreamUrl).toBe("https://fhir.example.org/r4");
  });

  it.each([
    ["PORT", "http"],
    ["PORT", "70000"],
    ["MODICUM_EXPORT_PATIENTS", "0"],
    ["MODICUM_EXPORT_KEEP_HOURS", "1.5"],
    ["MODICUM_MODE", "staging"],
    ["MODICUM_CLOCK", "soon"],
    ["MODICUM_LOG_LEVEL", "loud"],
    ["DATABASE_URL", "mysql://localhost/x"],
  ])("names %s when its value `%s` cannot be used", (name, value) => {
    const fault = faultOf({ [name]: value });
    expect(fault.code).toBe("config_invalid");
    expect(fault.message).toContain(name);
  });

  it("reads the demo clock as a time or an offset", () => {
    expect(readConfig({ MODICUM_CLOCK: "2026-05-04T15:00:00Z" }, "/srv").demo?.clockStart).toBe(
      Date.UTC(2026, 4, 4, 15),
    );
    const ahead = readConfig({ MODICUM_CLOCK: "+2d" }, "/srv").demo?.clockStart ?? 0;
    expect(ahead - Date.now()).toBeGreaterThan(2 * 86_400_000 - 5_000);
  });
});

describe("loopback", () => {
  it.each(["127.0.0.1", "127.9.9.9", "localhost", "::1", "[::1]"])("%s is", (host) =>
    expect(isLoopback(host)).toBe(true),
  );
  it.each(["0.0.0.0", "127.example.org", "10.0.0.1", "localhost.example.org", "::"])("%s is not", (host) =>
    expect(isLoopback(host)).toBe(false),
  );
});

describe("what holds the root key", () => {
  const vaultOf = (text: string, more: Record<string, string> = {}) =>
    readConfig({ MODICUM_KEY_VAULT: text, ...more }, "/app").keyVault;

  it("F155 is a file unless said", () => {
    expect(readConfig({}, "/app").keyVault).toEqual({ kind: "local", rootKeyFile: undefined });
  });

  it("F155 is named with its kind", () => {
    const pkcs11 = vaultOf("pkcs11:/usr/lib/m.so?token=t&key=k", { MODICUM_PKCS11_PIN_FILE: "pin" });
    expect(pkcs11).toEqual({
      kind: "pkcs11",
      module: "/usr/lib/m.so",
      token: "t",
      key: "k",
      pinFile: "/app/pin",
    });
    const transit = vaultOf("vault-transit:https://v:8200/modicum", { MODICUM_VAULT_TOKEN_FILE: "/t" });
    expect(transit).toEqual({
      kind: "vault-transit",
      url: "https://v:8200",
      key: "modicum",
      tokenFile: "/t",
    });
    const kms = vaultOf("aws-kms:arn", { AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "s" });
    expect(kms).toEqual({ kind: "aws-kms", keyArn: "arn", accessKeyId: "a", secretAccessKey: "s" });
  });

  it.each(["pkcs11:/m.so?token=t", "vault-transit:http://vault.example:8200/modicum", "safe", "aws-kms:arn"])(
    "F155 refuses `%s` where something lacks or would travel in the clear",
    (text) => {
      expect(() => vaultOf(text)).toThrow(expect.objectContaining({ code: "config_invalid" }));
    },
  );
});
