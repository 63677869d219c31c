import { describe, expect, it } from "vitest";
import { readConfig } from "../config.ts";
import { AppError } from "../kernel/errors.ts";

const PRODUCTION = {
  MODICUM_MODE: "production",
  MODICUM_PUBLIC_URL: "https://modicum.example.org",
  MODICUM_OIDC_ISSUER: "https://id.example.org",
  MODICUM_OIDC_AUDIENCE: "modicum",
  MODICUM_ROOT_KEY_FILE: "root.key",
  MODICUM_TLS_PROXY: "trusted",
  MODICUM_FHIR_UPSTREAM: "https://fhir.example.org/r4",
};
const contactOf = (env: Record<string, string>) => readConfig(env, "/srv").privacyContact;

function faultOf(env: Record<string, string>): AppError {
  try {
    readConfig(env, "/srv");
  } catch (fault) {
    if (fault instanceof AppError) return fault;
    throw fault;
  }
  throw new Error("accepted");
}

describe("whom people ask about privacy", () => {
  it("is the demo's privacy officer until it is set, and nobody in production", () => {
    expect(contactOf({})?.name).toBe("Priya Privacy, privacy officer");
    expect(contactOf(PRODUCTION)).toBeNull();
  });

  it("is what is set, each part by itself, and then nothing of the demo's", () => {
    const phone = { MODICUM_PRIVACY_PHONE: "5-0142" };
    const expected = { name: null, email: null, phone: "5-0142", url: null };
    expect(contactOf(phone)).toEqual(expected);
    expect(contactOf({ ...PRODUCTION, ...phone })).toEqual(expected);
    expect(
      contactOf({
        MODICUM_PRIVACY_NAME: "  Privacy Office ",
        MODICUM_PRIVACY_EMAIL: "privacy@example.org",
        MODICUM_PRIVACY_PHONE: "+1 (312) 555-0142",
        MODICUM_PRIVACY_URL: "https://intranet.example.org/privacy",
      }),
    ).toEqual({
      name: "Privacy Office",
      email: "privacy@example.org",
      phone: "+1 (312) 555-0142",
      url: "https://intranet.example.org/privacy",
    });
  });

  it.each([
    ["MODICUM_PRIVACY_NAME", "Office\nBcc: x"],
    ["MODICUM_PRIVACY_NAME", "o".repeat(101)],
    ["MODICUM_PRIVACY_EMAIL", "privacy at desk"],
    ["MODICUM_PRIVACY_EMAIL", "privacy@example.org?bcc=x@example.org"],
    ["MODICUM_PRIVACY_EMAIL", "a@example.org,b@example.org"],
    ["MODICUM_PRIVACY_PHONE", "ask at the desk"],
    ["MODICUM_PRIVACY_PHONE", "99"],
    ["MODICUM_PRIVACY_PHONE", "+1 312 555 0142 0142 0142"],
    ["MODICUM_PRIVACY_URL", "http://intranet.example.org"],
    ["MODICUM_PRIVACY_URL", "javascript:alert(1)"],
    ["MODICUM_PRIVACY_URL", "https://me:hunter2@intranet.example.org"],
  ])("OPS-20 says that %s cannot be used, and how to give it: %j", (name, value) => {
    const fault = faultOf({ [name]: value });
    expect(fault.code).toBe("config_invalid");
    expect(fault.message).toContain(`\`${name}\``);
    expect(fault.hint).toBeTruthy();
    expect(`${fault.message} ${fault.hint}`).not.toContain(value);
  });
});
