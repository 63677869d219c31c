import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { Provider } from "oidc-provider";
import { Agent, fetch } from "undici";
import { OIDC_CALLBACK } from "../sign-in.ts";

/** A real OpenID provider on loopback that signs in whoever comes as one person, without asking. */
export interface SignInProvider {
  readonly issuer: string;
  readonly client: { readonly clientId: string; readonly clientSecret: string };
  /** Who comes next; their claims are the provider's to tell. */
  person: { readonly sub: string; readonly [claim: string]: unknown };
  /** Walks from this address on as a browser, until the provider sends it elsewhere; gives that address. */
  browse(url: string): Promise<string>;
  close(): Promise<void>;
}

const SCOPE = "openid profile email";

/** A certificate for 127.0.0.1 that is its own authority, PEM. */
interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** With a certificate its issuer is https, as production wants it. */
export async function startSignInProvider(publicUrl: string, tls?: Certificate): Promise<SignInProvider> {
  const answer: { by?: RequestListener } = {};
  const listener: RequestListener = (request, response) => answer.by?.(request, response);
  const server = (tls ? createTlsServer(tls, listener) : createServer(listener)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the provider has no port");
  const client = { clientId: "modicum-console", clientSecret: "a-secret-of-this-test" };
  const issuer = `${tls ? "https" : "http"}://127.0.0.1:${address.port}`;
  const network = new Agent({ connect: { ca: tls?.cert } });
  const cookies = new Map<string, string>();
  const signIn: SignInProvider = {
    issuer,
    client,
    person: { sub: "bea.biller" },
    browse: (url) => browse(url, { issuer, cookies, network }),
    async close() {
      await network.close();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  const provider = new Provider(issuer, configurationFor(signIn, publicUrl));
  const pages = provider.callback();
  answer.by = (request, response) => {
    if (!request.url?.startsWith("/interaction/")) return pages(request, response);
    const login = { login: { accountId: signIn.person.sub } };
    return void provider.interactionFinished(request, response, login);
  };
  return signIn;
}

function configurationFor(signIn: SignInProvider, publicUrl: string): Readonly<Record<string, unknown>> {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return {
    clients: [
      {
        client_id: signIn.client.clientId,
        client_secret: signIn.client.clientSecret,
        grant_types: ["authorization_code"],
        response_types: ["code"],
        redirect_uris: [`${publicUrl}${OIDC_CALLBACK}`],
        post_logout_redirect_uris: [`${publicUrl}/sign-in`],
        id_token_signed_response_alg: "ES256",
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), kid: "key-1", use: "sig", alg: "ES256" }] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context: unknown, { uid }: { readonly uid: string }) => `/interaction/${uid}` },
    claims: { openid: ["sub"], profile: ["preferred_username"], email: ["email", "email_verified"] },
    findAccount: (_context: unknown, accountId: string) => ({
      accountId,
      claims: () => ({ ...signIn.person, sub: accountId }),
    }),
    loadExistingGrant: grantEverything,
  };
}

interface ProviderContext {
  readonly oidc: {
    readonly provider: Provider;
    readonly session: { readonly accountId: string };
    readonly client: { readonly clientId: string };
  };
}

async function grantEverything({ oidc: { provider, session, client } }: ProviderContext) {
  const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
  grant.addOIDCScope(SCOPE);
  await grant.save();
  return grant;
}

interface Browser {
  readonly issuer: string;
  readonly cookies: Map<string, string>;
  readonly network: Agent;
}

async function browse(url: string, { issuer, cookies, network }: Browser): Promise<string> {
  let at = url;
  while (at.startsWith(issuer)) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(at, { redirect: "manual", headers: { cookie }, dispatcher: network });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get("location");
    if (location === null)
      throw new Error(`the provider answered ${response.status}: ${await response.text()}`);
    at = new URL(location, at).href;
  }
  return at;
}
