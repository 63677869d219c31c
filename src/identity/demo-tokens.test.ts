import { generateKeyPairSync } from "node:crypto";
import { SignJWT, UnsecuredJWT } from "jose";
import { describe, expect, it } from "vitest";
import { DEMO_AUDIENCE, DEMO_ISSUER, demoTokens } from "./demo-tokens.ts";

const key = generateKeyPairSync("ed25519");
const START = Date.parse("2026-05-04T15:00:00Z");

function tokensAt(now: number) {
  return demoTokens(key, { now: () => now });
}

/** A token like the demo's, but for what is changed. */
function forged(change: (token: SignJWT) => SignJWT, signer = key.privateKey): Promise<string> {
  const token = new SignJWT({})
    .setProtectedHeader({ alg: "EdDSA" })
    .setIssuer(DEMO_ISSUER)
    .setAudience(DEMO_AUDIENCE)
    .setSubject("bea.biller")
    .setJti("j")
    .setIssuedAt(new Date(START))
    .setExpirationTime(new Date(START + 60_000));
  return change(token).sign(signer);
}

describe("demoTokens", () => {
  it("verifies what it minted, with every limit", async () => {
    const token = await tokensAt(START).mint({
      personId: "bea.biller",
      purpose: "claim-support",
      caseId: "Claim/3",
      system: "ehr",
      scope: "user/Claim.rs user/Patient.r",
      clientId: "lab-app",
      patient: "p1",
    });
    expect(await tokensAt(START).verifier.verify(token)).toEqual({
      personId: "bea.biller",
      sessionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      clientId: "lab-app",
      purpose: "claim-support",
      caseId: "Claim/3",
      system: "ehr",
      scopes: ["user/Claim.rs", "user/Patient.r"],
      issuer: "urn:modicum:demo",
      issuedAt: START,
      endsAt: START + 8 * 3_600_000,
      launchPatient: "p1",
      origin: null,
    });
  });

  it("tells a token without scopes from one with none", async () => {
    const [without, none] = await Promise.all([
      tokensAt(START).mint({ personId: "a" }),
      tokensAt(START).mint({ personId: "a", scope: "" }),
    ]);
    expect((await tokensAt(START).verifier.verify(without))?.scopes).toBeNull();
    expect((await tokensAt(START).verifier.verify(none))?.scopes).toEqual([]);
  });

  it("believes a token until it ends, and no longer", async () => {
    const token = await tokensAt(START).mint({ personId: "a", lifetimeMs: 60_000 });
    expect(await tokensAt(START + 59_000).verifier.verify(token)).not.toBeNull();
    expect(await tokensAt(START + 60_000).verifier.verify(token)).toBeNull();
  });

  const other = generateKeyPairSync("ed25519");
  const forgeries: readonly [string, () => Promise<string> | string][] = [
    ["of another key", () => forged((token) => token, other.privateKey)],
    ["for another audience", () => forged((token) => token.setAudience("elsewhere"))],
    ["of another issuer", () => forged((token) => token.setIssuer("urn:other"))],
    ["without a signature", () => new UnsecuredJWT({ sub: "a" }).setIssuer(DEMO_ISSUER).encode()],
    [
      "whose purpose is a list",
      () => {
        const claims = { purpose: ["billing", "treatment"], jti: "j", sub: "a" };
        return new SignJWT(claims)
          .setProtectedHeader({ alg: "EdDSA" })
          .setIssuer(DEMO_ISSUER)
          .setAudience(DEMO_AUDIENCE)
          .setIssuedAt(new Date(START))
          .setExpirationTime(new Date(START + 60_000))
          .sign(key.privateKey);
      },
    ],
    ["that is no token", () => "a.b.c"],
  ];
  it.each(forgeries)("does not believe a token %s", async (_title, make) => {
    expect(await tokensAt(START).verifier.verify(await make())).toBeNull();
  });

  it("believes the token that the forgeries differ from", async () => {
    expect(await tokensAt(START).verifier.verify(await forged((token) => token))).not.toBeNull();
  });
});
