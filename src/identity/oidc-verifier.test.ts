import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { setTimeout } from "node:timers/promises";
import { SignJWT } from "jose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { offsetClock, systemClock } from "../kernel/clock.ts";
import { oidcVerifier } from "./oidc-verifier.ts";
import { type OpenIdProvider, startOpenIdProvider } from "./testing/openid-provider.ts";

const AUDIENCE = "https://modicum.example.org/fhir";
const MINUTE = 60_000;

describe("oidcVerifier with a real provider", () => {
  let provider: OpenIdProvider;
  beforeEach(async () => {
    provider = await startOpenIdProvider();
  });
  afterEach(() => provider.close());

  const verifierAt = (offset = 0, options: { readonly personClaim?: string } = {}) =>
    oidcVerifier({ issuer: provider.issuer, audience: AUDIENCE, clock: offsetClock(offset), ...options });

  it("believes its access token, with person, client, purpose and scopes", async () => {
    const verified = await verifierAt(0, { personClaim: "preferred_username" }).verify(
      await provider.token(AUDIENCE),
    );
    expect(verified).toMatchObject({
      personId: "bea.biller",
      clientId: "billing-app",
      purpose: "billing",
      scopes: ["user/Claim.rs"],
    });
  });

  it("takes the subject for the person when told nothing else", async () => {
    expect(await verifierAt().verify(await provider.token(AUDIENCE))).toMatchObject({
      personId: "billing-app",
    });
  });

  it("does not believe a token for another audience", async () => {
    expect(await verifierAt().verify(await provider.token("https://elsewhere.example.org"))).toBeNull();
  });

  it("bears a clock that is 50 seconds late, and none that is two minutes late", async () => {
    const token = await provider.token(AUDIENCE);
    expect(await verifierAt(10 * MINUTE + 50_000).verify(token)).not.toBeNull();
    expect(await verifierAt(12 * MINUTE).verify(token)).toBeNull();
  });

  it("does not believe a token that another key signed under the provider's name", async () => {
    const forged = await new SignJWT({ sub: "bea.biller" })
      .setProtectedHeader({ alg: "ES256", kid: "key-1" })
      .setIssuer(provider.issuer)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .setExpirationTime("5m")
      .sign(generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey);
    expect(await verifierAt().verify(forged)).toBeNull();
  });

  it("does not believe a token signed with a shared secret", async () => {
    const forged = await new SignJWT({ sub: "bea.biller" })
      .setProtectedHeader({ alg: "HS256", kid: "key-1" })
      .setIssuer(provider.issuer)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .setExpirationTime("5m")
      .sign(Buffer.alloc(32, 1));
    expect(await verifierAt().verify(forged)).toBeNull();
  });

  it("does not believe a token of a key the provider gave up", async () => {
    const old = await provider.token(AUDIENCE);
    provider.rotate();
    expect(await verifierAt().verify(old)).toBeNull();
  });

  it("believes a token of the provider's new key", async () => {
    const verifier = verifierAt();
    await verifier.verify(await provider.token(AUDIENCE));
    provider.rotate();
    await setTimeout(1_050);
    expect(await verifier.verify(await provider.token(AUDIENCE))).not.toBeNull();
  });

  describe("asked about a token that says nothing of itself (RFC 7662)", () => {
    const asking = (offset = 0, introspection = provider.client) =>
      oidcVerifier({
        issuer: provider.issuer,
        audience: AUDIENCE,
        clock: offsetClock(offset),
        personClaim: "preferred_username",
        introspection,
      });

    it("is believed, with client and scopes", async () => {
      expect(await asking().introspect?.(await provider.opaqueToken(AUDIENCE))).toMatchObject({
        personId: "bea.biller",
        clientId: "billing-app",
        scopes: ["user/Claim.rs"],
        issuer: provider.issuer,
      });
    });

    it.each([
      ["is for another audience", 0, "https://elsewhere.example.org"],
      ["has expired by our clock", 12 * MINUTE, AUDIENCE],
    ])("is not believed when it %s", async (_title, offset, audience) => {
      expect(await asking(offset).introspect?.(await provider.opaqueToken(audience))).toBeNull();
    });

    it("is not believed once it was revoked at the provider, from then on", async () => {
      const token = await provider.opaqueToken(AUDIENCE);
      expect(await asking().introspect?.(token)).not.toBeNull();
      await provider.revoke(token);
      expect(await asking().introspect?.(token)).toBeNull();
    });

    it("fails with upstream_unreachable when the provider does not take us for its client", async () => {
      const token = await provider.opaqueToken(AUDIENCE);
      const stranger = asking(0, { clientId: "billing-app", clientSecret: "another" });
      await expect(stranger.introspect?.(token)).rejects.toMatchObject({ code: "upstream_unreachable" });
    });

    it("is asked by nobody where that is not set up", () => {
      expect(verifierAt().introspect).toBeUndefined();
    });
  });

  it("fails with upstream_unreachable while the provider is away, and believes again when it is back", async () => {
    const token = await provider.token(AUDIENCE);
    const away = oidcVerifier({ issuer: "http://127.0.0.1:1", audience: AUDIENCE, clock: systemClock });
    await expect(away.verify(token)).rejects.toMatchObject({ code: "upstream_unreachable" });
    expect(await verifierAt().verify(token)).not.toBeNull();
  });
});

async function serving(metadata: (issuer: string) => object): Promise<{ issuer: string; close(): void }> {
  let issuer = "";
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "application/json").end(JSON.stringify(metadata(issuer)));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  issuer = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  return { issuer, close: () => server.close() };
}

describe("oidcVerifier with a provider that is not what it says", () => {
  it.each([
    [
      "names another issuer",
      () => ({ issuer: "https://other.example.org", jwks_uri: "https://other.example.org/keys" }),
    ],
    [
      "keeps its keys in the clear elsewhere",
      (issuer: string) => ({ issuer, jwks_uri: "http://other.example.org/keys" }),
    ],
    ["names no keys", (issuer: string) => ({ issuer })],
  ])("fails with config_invalid when it %s", async (_title, metadata) => {
    const { issuer, close } = await serving(metadata);
    const verifier = oidcVerifier({ issuer, audience: AUDIENCE, clock: systemClock });
    await expect(verifier.verify("a.b.c")).rejects.toMatchObject({ code: "config_invalid" });
    close();
  });
});
