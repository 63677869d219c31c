import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { Provider } from "oidc-provider";

/** A real OpenID provider on loopback whose one client gets access tokens for itself. */
export interface OpenIdProvider {
  readonly issuer: string;
  /** A JWT access token (RFC 9068) whose audience is `audience`. */
  token(audience: string): Promise<string>;
  /** One that says nothing of itself, for introspection (RFC 7662). */
  opaqueToken(audience: string): Promise<string>;
  /** Takes a token back (RFC 7009). */
  revoke(token: string): Promise<void>;
  /** As whom the provider may be asked about tokens. */
  readonly client: { readonly clientId: string; readonly clientSecret: string };
  /** Signs with another key from now on, as after a rotation. */
  rotate(): void;
  close(): Promise<void>;
}

/** Asks for a token without content, behind an audience. */
const OPAQUE = "/opaque";
const CLIENT = { id: "billing-app", secret: "a-secret-of-this-test" };

export async function startOpenIdProvider(): Promise<OpenIdProvider> {
  const current: { answer?: RequestListener } = {};
  const server = createServer((request, response) => current.answer?.(request, response)).listen(
    0,
    "127.0.0.1",
  );
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the provider has no port");
  const issuer = `http://127.0.0.1:${address.port}`;
  let generation = 0;
  const rotate = (): void => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    generation += 1;
    current.answer = new Provider(issuer, configuration(privateKey, `key-${generation}`)).callback();
  };
  rotate();
  return {
    issuer,
    rotate,
    client: { clientId: CLIENT.id, clientSecret: CLIENT.secret },
    token: (audience) => fetchToken(issuer, audience),
    opaqueToken: (audience) => fetchToken(issuer, `${audience}${OPAQUE}`),
    async revoke(token) {
      await post(`${issuer}/token/revocation`, { token });
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function configuration(key: KeyObject, kid: string): Readonly<Record<string, unknown>> {
  return {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        grant_types: ["client_credentials"],
        redirect_uris: [],
        response_types: [],
        id_token_signed_response_alg: "ES256",
      },
    ],
    jwks: { keys: [{ ...key.export({ format: "jwk" }), kid, use: "sig", alg: "ES256" }] },
    features: {
      clientCredentials: { enabled: true },
      introspection: { enabled: true },
      revocation: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context: unknown, audience: string) => ({
          scope: "user/Claim.rs",
          audience: audience.replace(OPAQUE, ""),
          accessTokenFormat: audience.endsWith(OPAQUE) ? "opaque" : "jwt",
          jwt: { sign: { alg: "ES256" } },
          accessTokenTTL: 600,
        }),
      },
    },
    extraTokenClaims: () => ({ preferred_username: "bea.biller", purpose: "billing" }),
  };
}

async function fetchToken(issuer: string, audience: string): Promise<string> {
  const form = { grant_type: "client_credentials", scope: "user/Claim.rs", resource: audience };
  const answer = (await (await post(`${issuer}/token`, form)).json()) as { readonly access_token?: string };
  if (answer.access_token === undefined)
    throw new Error(`the provider gave no token: ${JSON.stringify(answer)}`);
  return answer.access_token;
}

function post(url: string, form: Record<string, string>): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString("base64")}` },
    body: new URLSearchParams(form),
  });
}
