import { describe, expect, it } from "vitest";
import { providerEndpoints } from "./provider-endpoints.ts";
import { type SmartEndpoints, smartConfiguration, smartSecurity } from "./smart-configuration.ts";
import { startOpenIdProvider } from "../testing/openid-provider.ts";

const OWN = {
  ownToken: "https://modicum.example/oauth/token",
  ownJwks: "https://modicum.example/oauth/jwks",
};

async function endpoints(): Promise<SmartEndpoints> {
  const provider = await startOpenIdProvider();
  try {
    return { ...(await providerEndpoints(provider.issuer)()), ...OWN };
  } finally {
    await provider.close();
  }
}

describe("the SMART configuration", () => {
  it("F163 sends apps to the identity provider's endpoints, as it describes itself", async () => {
    const known = await endpoints();
    expect(smartConfiguration(known)).toMatchObject({
      issuer: known.issuer,
      authorization_endpoint: `${known.issuer}/auth`,
      token_endpoint: `${known.issuer}/token`,
      introspection_endpoint: `${known.issuer}/token/introspection`,
      revocation_endpoint: `${known.issuer}/token/revocation`,
      code_challenge_methods_supported: ["S256"],
      capabilities: expect.arrayContaining(["permission-patient", "permission-v2"]),
    });
  });

  it("F163 claims neither launch nor single sign-on, which are not the gateway's", async () => {
    const claimed = JSON.stringify(smartConfiguration(await endpoints()));
    for (const absent of ["launch-ehr", "launch-standalone", "sso-openid-connect", "context-"])
      expect(claimed).not.toContain(absent);
  });

  it("knows the provider by name alone while it does not answer, and asks again", async () => {
    const away = providerEndpoints("http://127.0.0.1:9");
    expect(await away()).toMatchObject({ issuer: "http://127.0.0.1:9", token: null, authorization: null });
  });
});

describe("the security part of the CapabilityStatement", () => {
  it("F163 names SMART-on-FHIR and the OAuth endpoints", async () => {
    const known = await endpoints();
    expect(smartSecurity(known)).toMatchObject({
      service: [{ coding: [{ code: "SMART-on-FHIR" }] }],
      extension: [
        {
          url: "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris",
          extension: expect.arrayContaining([
            { url: "authorize", valueUri: known.authorization },
            { url: "token", valueUri: known.token },
          ]),
        },
      ],
    });
  });
});
