import { generateKeyPairSync, randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import { beforeEach, describe, expect, it } from "vitest";
import type { Client } from "../../identity/clients/ports.ts";
import { clientNamed } from "../../identity/clients/testing/client-store.contract.ts";
import { newClientSecret } from "../../identity/oauth/client-authentication.ts";
import { type TokenEndpoint, tokenEndpoint } from "./testing/token-endpoint.ts";

const AUDIENCE = "http://modicum.test/oauth/token";
const GRANT = { grant_type: "client_credentials" };
const ASSERTED = { client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" };

const pair = generateKeyPairSync("ec", { namedCurve: "P-384" });
const stranger = generateKeyPairSync("ec", { namedCurve: "P-384" });
const { secret, digest } = newClientSecret();
const service: Partial<Client> = {
  kind: "service",
  actsAs: "bea.biller",
  purposes: ["billing"],
  scopes: ["system/Claim.rs", "system/Patient.r"],
};

let endpoint: TokenEndpoint;
beforeEach(async () => {
  const keys = [{ ...pair.publicKey.export({ format: "jwk" }), kid: "one", alg: "ES384" }];
  endpoint = await tokenEndpoint([
    clientNamed("exporter", { ...service, authentication: { method: "private_key_jwt", keys } }),
    clientNamed("poster", { ...service, authentication: { method: "client_secret", digest } }),
    clientNamed("ended", { ...service, authentication: { method: "client_secret", digest }, endsAt: 0 }),
    clientNamed("nobody", { actsAs: null, authentication: { method: "client_secret", digest } }),
  ]);
});

function assertion(claims: Record<string, unknown> = {}, key = pair.privateKey): Promise<string> {
  const now = Math.floor(endpoint.clock.now() / 1_000);
  const usual = { iss: "exporter", sub: "exporter", aud: AUDIENCE, exp: now + 60, jti: randomUUID() };
  return new SignJWT({ ...usual, ...claims }).setProtectedHeader({ alg: "ES384", kid: "one" }).sign(key);
}

const byAssertion = async (token: Promise<string>, form: Record<string, string> = {}) =>
  endpoint.post({ ...GRANT, ...ASSERTED, client_assertion: await token, ...form });

const bySecret = (id: string, form: Record<string, string> = {}) =>
  endpoint.post({ ...GRANT, client_id: id, client_secret: secret, ...form });

describe("client credentials of a registered program (SMART Backend Services)", () => {
  it("F163 give a token with the rights of the person whom it acts as, its purpose and its scopes", async () => {
    const reply = await byAssertion(assertion(), { scope: "system/*.rs" });
    expect(reply.json).toMatchObject({ expires_in: 900, scope: "system/Claim.rs system/Patient.r" });
    expect(await endpoint.callerBy(String(reply.json["access_token"]))).toMatchObject({
      person: { id: "bea.biller" },
      declaredPurpose: "billing",
      client: { id: "exporter", kind: "service" },
    });
    expect(endpoint.entries.at(-1)).toMatchObject({
      interaction: "oauth.client-credentials",
      personId: "bea.biller",
      outcome: "permit",
    });
  });

  it("take a secret too, by HTTP Basic or in the form", async () => {
    expect((await bySecret("poster")).status).toBe(200);
    const authorization = `Basic ${Buffer.from(`poster:${secret}`).toString("base64")}`;
    expect((await endpoint.post(GRANT, { authorization })).status).toBe(200);
  });

  it("answer a request without a grant type as RFC 6749 5.2 has it", async () => {
    const { status, json } = await endpoint.post({});
    expect({ status, json }).toEqual({
      status: 400,
      json: { error: "invalid_request", error_description: "bad_request" },
    });
  });

  it.each([
    ["signed by another key", {}, stranger.privateKey],
    ["for another server", { aud: "https://elsewhere.example/token" }, pair.privateKey],
    ["that lives longer than five minutes", { exp: 4_000_000_000 }, pair.privateKey],
    ["that has expired", { exp: 1_000_000_000 }, pair.privateKey],
    ["of a client in another's name", { sub: "poster" }, pair.privateKey],
    ["without an id", { jti: undefined }, pair.privateKey],
  ])("refuse an assertion %s", async (_title, claims, key) => {
    const reply = await byAssertion(assertion(claims, key));
    expect([reply.status, reply.json["error"]]).toEqual([401, "invalid_client"]);
  });

  it("take an assertion once", async () => {
    const one = await assertion();
    const replies = await Promise.all([1, 2].map(() => byAssertion(Promise.resolve(one))));
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401]);
  });

  it.each([
    ["a wrong secret", () => endpoint.post({ ...GRANT, client_id: "poster", client_secret: "x" }), 401],
    ["a client that authenticates by its key", () => bySecret("exporter"), 401],
    ["a client that nobody registered", () => bySecret("stranger"), 401],
    ["no client", () => endpoint.post(GRANT), 401],
    ["a registration that has ended", () => bySecret("ended"), 400],
    ["a client that acts as nobody", () => bySecret("nobody"), 400],
    ["a purpose outside the registration", () => bySecret("poster", { purpose_of_use: "coding" }), 400],
    ["scopes outside the registration", () => bySecret("poster", { scope: "system/Condition.rs" }), 400],
  ])("45 CFR 164.312(d) refuse %s", async (_title, ask, status) => {
    expect((await ask()).status).toBe(status);
  });
});

describe("what apps read before they have a token", () => {
  it("F163 says at `/fhir/.well-known/smart-configuration` what is supported, and nothing else", async () => {
    const reply = await endpoint.get("/fhir/.well-known/smart-configuration");
    expect(reply.headers.get("access-control-allow-origin")).toBe("*");
    expect(await reply.json()).toMatchObject({
      token_endpoint: AUDIENCE,
      jwks_uri: "http://modicum.test/oauth/jwks",
      grant_types_supported: ["client_credentials", "urn:ietf:params:oauth:grant-type:token-exchange"],
      capabilities: expect.arrayContaining(["permission-v1", "permission-v2"]),
    });
  });
});
