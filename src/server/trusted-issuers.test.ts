import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConfig } from "../config.ts";
import { systemClock } from "../kernel/clock.ts";
import { trustedIssuers } from "./trusted-issuers.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "modicum-issuers-"));
});
afterEach(() => rm(dir, { recursive: true }));

const PRODUCTION = {
  MODICUM_MODE: "production",
  MODICUM_PUBLIC_URL: "https://modicum.example",
  MODICUM_OIDC_ISSUER: "https://id.example",
  MODICUM_OIDC_AUDIENCE: "modicum",
  MODICUM_ROOT_KEY_FILE: "root.key",
  MODICUM_TLS_PROXY: "trusted",
  MODICUM_FHIR_UPSTREAM: "https://fhir.example",
};
const PARTNER = { issuer: "https://login.partner.example", audience: "modicum" };

async function read(
  text: string,
  { env = PRODUCTION, mode = 0o600 }: { readonly env?: Record<string, string>; readonly mode?: number } = {},
) {
  await writeFile(join(dir, "issuers.json"), text, { mode });
  const config = readConfig({ ...env, MODICUM_TRUSTED_ISSUERS: "issuers.json" }, dir);
  return trustedIssuers(config, systemClock);
}

describe("issuers that are trusted besides", () => {
  it("are none where no file is named", async () => {
    expect(await trustedIssuers(readConfig({}, dir), systemClock)).toEqual([]);
  });

  it("are those of the file; only one with a client is asked about tokens", async () => {
    const asked = {
      ...PARTNER,
      issuer: "https://other.example",
      introspection: { clientId: "a", clientSecret: "b" },
    };
    const verifiers = await read(JSON.stringify([PARTNER, asked]));
    expect(verifiers.map(({ issuer, introspect }) => [issuer, introspect !== undefined])).toEqual([
      [PARTNER.issuer, false],
      [asked.issuer, true],
    ]);
  });

  it.each([
    ["is no json", "{", {}],
    ["has an issuer without audience", JSON.stringify([{ issuer: PARTNER.issuer }]), {}],
    ["has an unknown key", JSON.stringify([{ ...PARTNER, secret: "x" }]), {}],
    ["has an issuer without TLS", JSON.stringify([{ ...PARTNER, issuer: "http://login.example" }]), {}],
    ["leaves this machine in the demo", JSON.stringify([PARTNER]), { env: {} }],
  ])("stop the start where the file %s", async (_title, text, options) => {
    await expect(read(text, options)).rejects.toMatchObject({ code: "config_invalid" });
  });

  it("stop the start where others may read the file", async () => {
    await expect(read(JSON.stringify([PARTNER]), { mode: 0o644 })).rejects.toMatchObject({
      code: "key_unavailable",
    });
  });
});
