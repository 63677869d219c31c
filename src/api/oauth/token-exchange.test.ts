import { decodeJwt } from "jose";
import { beforeEach, describe, expect, it } from "vitest";
import { clientNamed } from "../../identity/clients/testing/client-store.contract.ts";
import type { DemoTokenRequest } from "../../identity/demo-tokens.ts";
import { type TokenEndpoint, tokenEndpoint } from "./testing/token-endpoint.ts";

const MINUTE = 60_000;
const EXCHANGE = {
  grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
  subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
};

let endpoint: TokenEndpoint;
beforeEach(async () => {
  endpoint = await tokenEndpoint([clientNamed("lab-app", { purposes: ["billing", "claim-support"] })]);
});

async function exchange(
  request: Partial<DemoTokenRequest> = {},
  form: Record<string, string> = { purpose_of_use: "billing" },
) {
  const subject = await endpoint.mint({ personId: "bea.biller", ...request });
  return endpoint.post({ ...EXCHANGE, subject_token: subject, ...form });
}

const tokenOf = async (...args: Parameters<typeof exchange>): Promise<string> =>
  String((await exchange(...args)).json["access_token"]);

describe("token exchange for a purpose (RFC 8693)", () => {
  it("F012 gives a token of the person that carries the purpose, whatever a header says", async () => {
    const reply = await exchange();
    expect(reply.json).toMatchObject({
      issued_token_type: "urn:ietf:params:oauth:token-type:access_token",
      token_type: "Bearer",
      expires_in: 900,
      purpose_of_use: "billing",
    });
    expect(reply.headers.get("cache-control")).toBe("no-store");
    expect(await endpoint.callerBy(String(reply.json["access_token"]))).toMatchObject({
      person: { id: "bea.biller" },
      declaredPurpose: "billing",
    });
  });

  it("F012 carries the case of a purpose that is bound to one", async () => {
    const form = { purpose_of_use: "claim-support", case: "Claim/3" };
    expect(await endpoint.callerBy(await tokenOf({}, form))).toMatchObject({ caseId: "Claim/3" });
    const without = await exchange({}, { purpose_of_use: "claim-support" });
    expect([without.status, without.json]).toEqual([
      400,
      { error: "invalid_request", error_description: "purpose_needs_case" },
    ]);
  });

  it.each([
    ["that the person lacks", {}, "treatment", "purpose_not_permitted"],
    ["that there is not", {}, "curiosity", "purpose_unknown"],
    ["other than the token's own", { purpose: "billing" }, "claim-support", "purpose_not_permitted"],
    ["that the app is not registered for", { clientId: "lab-app" }, "coding", "purpose_not_permitted"],
  ])("F012 refuses a purpose %s, and records that", async (_title, request, purpose, code) => {
    const reply = await exchange(request, { purpose_of_use: purpose });
    expect([reply.status, reply.json["error_description"]]).toEqual([400, code]);
    expect(endpoint.entries.at(-1)).toMatchObject({
      interaction: "oauth.token-exchange",
      outcome: "deny",
      reason: code,
    });
  });

  it("45 CFR 164.312(b) is in the record, with the token it gave", async () => {
    const { jti } = decodeJwt(await tokenOf());
    expect(endpoint.entries.at(-1)).toMatchObject({
      interaction: "oauth.token-exchange",
      personId: "bea.biller",
      purpose: "billing",
      outcome: "permit",
      changes: [`issued token/${jti}`],
    });
  });

  it("lives fifteen minutes, and never beyond the token it was exchanged for", async () => {
    const long = decodeJwt(await tokenOf());
    expect((long.exp ?? 0) - (long.iat ?? 0)).toBe(900);
    const short = await tokenOf({ lifetimeMs: 5 * MINUTE });
    endpoint.clock.pass(5 * MINUTE - 1_000);
    expect(await endpoint.callerBy(short)).toMatchObject({ declaredPurpose: "billing" });
    endpoint.clock.pass(5 * MINUTE);
    expect(await endpoint.callerBy(short)).toBe("unauthenticated");
  });

  it("F163 narrows scopes, and never widens them", async () => {
    const scope = "user/*.rs";
    const narrowed = await exchange({ scope }, { purpose_of_use: "billing", scope: "user/Claim.cruds" });
    expect(narrowed.json["scope"]).toBe("user/Claim.rs");
    const held = await exchange({ scope });
    expect(held.json["scope"]).toBe(scope);
    const outside = await exchange(
      { scope: "user/Claim.rs" },
      { purpose_of_use: "billing", scope: "user/Patient.rs" },
    );
    expect([outside.status, outside.json["error"]]).toEqual([400, "invalid_scope"]);
  });

  it("F163 keeps client and patient in context", async () => {
    const token = await tokenOf({ clientId: "lab-app", patient: "p1", scope: "patient/*.rs" });
    expect(await endpoint.callerBy(token)).toMatchObject({
      client: { id: "lab-app" },
      token: { launchPatient: "p1" },
      scopes: ["patient/*.rs"],
    });
  });

  it("is refused with a subject token that is not believed", async () => {
    const reply = await endpoint.post({ ...EXCHANGE, subject_token: "x.y.z", purpose_of_use: "billing" });
    expect([reply.status, reply.json]).toEqual([
      400,
      { error: "invalid_request", error_description: "unauthenticated" },
    ]);
  });

  it.each([
    [{ purpose_of_use: "" }, "purpose_missing"],
    [{}, "bad_request"],
    [
      { purpose_of_use: "billing", subject_token_type: "urn:ietf:params:oauth:token-type:id_token" },
      "bad_request",
    ],
  ])("cannot be asked for with %j", async (form, code) => {
    const reply = await exchange({}, form);
    expect([reply.status, reply.json["error_description"]]).toEqual([400, code]);
  });

  it("ends with the token it was exchanged for, also after one more exchange", async () => {
    const subject = await endpoint.mint({ personId: "bea.biller" });
    const once = await endpoint.post({ ...EXCHANGE, subject_token: subject, purpose_of_use: "billing" });
    const first = String(once.json["access_token"]);
    const again = await endpoint.post({ ...EXCHANGE, subject_token: first, purpose_of_use: "billing" });
    const second = String(again.json["access_token"]);
    expect(await endpoint.callerBy(second)).toMatchObject({ declaredPurpose: "billing" });
    const { jti = "" } = decodeJwt(subject);
    await endpoint.deps.connections.revokeToken(jti, endpoint.clock.now() + MINUTE, endpoint.clock.now());
    expect([await endpoint.callerBy(first), await endpoint.callerBy(second)]).toEqual([
      "unauthenticated",
      "unauthenticated",
    ]);
  });

  it("takes the session of the console too, and ends with it", async () => {
    const { secret, session } = await endpoint.sessions.start("bea.biller");
    const form = {
      grant_type: EXCHANGE.grant_type,
      subject_token_type: "urn:modicum:params:oauth:token-type:session",
      purpose_of_use: "billing",
    };
    const headers = { cookie: `modicum=${secret}`, "x-modicum-console": "1" };
    const token = String((await endpoint.post(form, headers)).json["access_token"]);
    expect(await endpoint.callerBy(token)).toMatchObject({ person: { id: "bea.biller" } });
    expect((await endpoint.post(form, { cookie: headers.cookie })).status).toBe(400);
    await endpoint.sessions.end(session.id);
    expect(await endpoint.callerBy(token)).toBe("unauthenticated");
  });

  it("publishes the key that its tokens verify with, and none that signs", async () => {
    const { keys } = (await (await endpoint.get("/oauth/jwks")).json()) as { keys: Record<string, string>[] };
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatchObject({ kty: "OKP", crv: "Ed25519", alg: "EdDSA", use: "sig" });
    expect(keys[0]).not.toHaveProperty("d");
  });
});

describe("the token endpoint", () => {
  it("knows no other grant", async () => {
    const reply = await endpoint.post({ grant_type: "password" });
    expect([reply.status, reply.json["error"]]).toEqual([400, "unsupported_grant_type"]);
  });
});
