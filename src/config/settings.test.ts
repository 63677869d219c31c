import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readConfig } from "../config.ts";
import { AppError } from "../kernel/errors.ts";
import { SETTINGS, shownValue } from "./settings.ts";

const FOLDER = import.meta.dirname;

function sourcesOfConfiguration(): string {
  const files = readdirSync(FOLDER).filter(
    (file) => file.endsWith(".ts") && !/(?:test|settings)\.ts$/.test(file),
  );
  return [...files.map((file) => join(FOLDER, file)), resolve(FOLDER, "../config.ts")]
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
}

function faultOf(env: Record<string, string>): AppError {
  try {
    readConfig(env, "/srv");
  } catch (fault) {
    if (fault instanceof AppError) return fault;
    throw fault;
  }
  throw new Error("accepted");
}

describe("the settings", () => {
  it("OPS-20 are all listed, and nothing else is", () => {
    const read = sourcesOfConfiguration().matchAll(
      /"((?:AWS|MODICUM|OTEL)_[A-Z0-9_]+|HOST|PORT|DATABASE_URL)"/g,
    );
    const names = new Set([...read].map(([, name = ""]) => name));
    expect(SETTINGS.map(({ name }) => name).toSorted()).toEqual([...names].toSorted());
  });

  it("OPS-20 are read to the end: one message tells of all that is at fault", () => {
    const fault = faultOf({
      PORT: "no",
      MODICUM_LOG_LEVEL: "loud",
      MODICUM_RATE_PERSON: "many",
      MODICUM_MODE: "production",
    });
    for (const name of [
      "PORT",
      "MODICUM_LOG_LEVEL",
      "MODICUM_RATE_PERSON",
      "MODICUM_PUBLIC_URL",
      "MODICUM_TLS_CERT",
    ])
      expect(fault.message).toContain(`\`${name}\``);
    expect(fault.message).not.toContain("\n");
  });

  it("OPS-20 show no secret", () => {
    const shown = SETTINGS.map((setting) =>
      shownValue(setting, "postgres://me:hunter2@db/x?sslpassword=hunter2"),
    );
    for (const [at, text] of shown.entries()) {
      const { secret, url } = SETTINGS[at] ?? {};
      if (secret === true || url === true) expect(text).not.toContain("hunter2");
    }
    expect(shown).toContain("(set)");
    expect(shown).toContain("postgres://***:***@db/x?sslpassword=***");
  });
});

const PRODUCTION = {
  MODICUM_MODE: "production",
  MODICUM_PUBLIC_URL: "https://modicum.example.org",
  MODICUM_OIDC_ISSUER: "https://id.example.org",
  MODICUM_OIDC_AUDIENCE: "modicum",
  MODICUM_ROOT_KEY_FILE: "root.key",
  MODICUM_TLS_PROXY: "trusted",
  MODICUM_FHIR_UPSTREAM: "https://fhir.example.org/r4",
};

describe("what leaves the machine in production", () => {
  it.each([
    { DATABASE_URL: "postgres://db.example.org/modicum" },
    { DATABASE_URL: "postgres://db.example.org/modicum?sslmode=require" },
    { MODICUM_FHIR_UPSTREAM: "http://fhir.example.org/r4" },
  ])("OPS-21 F154 is encrypted, or the start is refused: %o", (env) => {
    expect(faultOf({ ...PRODUCTION, ...env }).message).toContain(Object.keys(env)[0]);
  });

  it.each([
    { DATABASE_URL: "postgres://db.example.org/modicum?sslmode=verify-full" },
    { DATABASE_URL: "postgres://127.0.0.1/modicum" },
    { DATABASE_URL: "postgres://db.example.org/modicum", MODICUM_DATABASE_PLAIN: "accepted" },
    { MODICUM_FHIR_UPSTREAM: "http://localhost:8081/r4" },
    { MODICUM_FHIR_UPSTREAM: "http://fhir.example.org/r4", MODICUM_FHIR_UPSTREAM_PLAIN: "accepted" },
  ])("OPS-21 F154 stays on the machine, is encrypted, or is declared to be protected: %o", (env) => {
    expect(readConfig({ ...PRODUCTION, ...env }, "/srv").mode).toBe("production");
  });
});
