import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { OIDC_STATE_MS } from "../../identity/oidc/state.ts";
import { AppError } from "../../kernel/errors.ts";
import type { ReasonCode } from "../../kernel/reasons.ts";
import { newRoutes } from "../app-routes.ts";
import { DENIALS } from "../contract.ts";
import { OidcStartSchema } from "./schema.ts";
import { refuse, type SessionDeps, signIn } from "./sign-in.ts";

const SENT_ON = { 302: { description: "The browser goes on" } };

const begin = createRoute({
  method: "get",
  path: "/",
  security: [],
  summary: "Begin signing in at the identity provider",
  description: "For a browser to open. OpenID Connect, authorization code flow with PKCE.",
  request: { query: OidcStartSchema },
  responses: { ...SENT_ON, ...DENIALS },
});

const callback = createRoute({
  method: "get",
  path: "/callback",
  security: [],
  summary: "Where the identity provider sends the browser back to",
  description:
    "The redirect URI to register. Sets the cookie of the session and goes back to the page one came from; a refusal goes to `/sign-in?refused=CODE`.",
  responses: { ...SENT_ON, ...DENIALS },
});

/** Sign-in through the organization's OpenID provider, as a browser walks it. */
export function oidcRoutes(deps: SessionDeps) {
  return newRoutes()
    .openapi(begin, async (c) => {
      const started = await oidcOf(deps)
        .begin(c.req.valid("query").return ?? "/", await sessionOf(deps, c))
        .catch(() => null);
      if (started === null) return refused(deps, c, "upstream_unavailable");
      setCookie(c, stateCookie(deps), started.state, {
        ...stateOptions(deps),
        maxAge: OIDC_STATE_MS / 1_000,
      });
      return sendOn(c, started.url);
    })
    .openapi(callback, async (c) => {
      const name = stateCookie(deps);
      const finished = await oidcOf(deps).finish(new URL(c.req.url).search, getCookie(c, name));
      deleteCookie(c, name, stateOptions(deps));
      if (!finished.ok) return refused(deps, c, finished.error);
      const { personId, replaces } = finished.value;
      const begun = await signIn(deps, c, personId, replaces);
      return sendOn(c, begun.ok ? finished.value.returnTo : refusalPage(begun.error.code));
    });
}

function oidcOf({ session: { oidc } }: SessionDeps) {
  if (oidc !== null) return oidc;
  throw new AppError("not_found", "no identity provider is set up for the console's sign-in", {
    hint: "set MODICUM_OIDC_CLIENT_ID and MODICUM_OIDC_CLIENT_SECRET",
  });
}

/** The session of this browser: its cookie is strict, so that only our own page, or the person, can have sent it here. */
async function sessionOf({ session: { sessions } }: SessionDeps, c: Context): Promise<string | null> {
  const session = await sessions.of(c.req.header("cookie"));
  return session?.id ?? null;
}

/** SameSite=Lax: it has to come back with a browser that the provider's page sends. */
function stateOptions({ session: { sessions } }: SessionDeps) {
  return { secure: sessions.cookie.secure, path: "/", httpOnly: true, sameSite: "Lax" } as const;
}

function stateCookie({ session: { sessions } }: SessionDeps): string {
  return `${sessions.cookie.name}-sign-in`;
}

async function refused(deps: SessionDeps, c: Context, code: ReasonCode) {
  return sendOn(c, refusalPage((await refuse(deps, c, code, null)).code));
}

function refusalPage(code: ReasonCode): string {
  return `/sign-in?refused=${code}`;
}

function sendOn(c: Context, url: string) {
  c.header("Cache-Control", "no-store");
  return c.redirect(url, 302);
}
