import { createRoute, type z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { because } from "../../decision/reasons.ts";
import { isFromConsole } from "../../identity/sessions/cookie.ts";
import type { ReasonCode } from "../../kernel/reasons.ts";
import { newRoutes } from "../app-routes.ts";
import { DENIALS, jsonResult } from "../contract.ts";
import { asTyped, credentialsOf } from "../control.ts";
import { deniedProblem } from "../problem.ts";
import { oidcRoutes } from "./oidc-routes.ts";
import { presentSession, type SessionView, type SignedIn } from "./presenter.ts";
import { purposesOf } from "./purposes.ts";
import { SessionSchema, SignedOutSchema, SignInRequestSchema } from "./schema.ts";
import { askedOf, refuse, type RefusedSignIn, type SessionDeps, signIn, signOut } from "./sign-in.ts";

type SignedOut = z.infer<typeof SignedOutSchema>;

const read = createRoute({
  method: "get",
  path: "/",
  security: [],
  summary: "Who is signed in, for which purposes they may ask, and how to sign in",
  description:
    "Answers without sign-in too, with `person` null. It lets out nothing but the caller's own standing.",
  responses: { ...jsonResult(SessionSchema, "The session"), ...DENIALS },
});

const start = createRoute({
  method: "post",
  path: "/",
  security: [],
  summary: "Sign in as a person of the demo",
  description:
    "In the demo alone, with the header `X-Modicum-Console: 1`. Sets the cookie of the session: HttpOnly, SameSite=Strict.",
  request: { body: { content: { "application/json": { schema: SignInRequestSchema } }, required: true } },
  responses: { ...jsonResult(SessionSchema, "The session that began"), ...DENIALS },
});

const end = createRoute({
  method: "delete",
  path: "/",
  security: [],
  summary: "Sign out",
  description:
    "Ends the session of the cookie, sent with `X-Modicum-Console: 1`. Without one it changes nothing.",
  responses: { ...jsonResult(SignedOutSchema, "Signed out"), ...DENIALS },
});

export function sessionRoutes(deps: SessionDeps) {
  const { pipeline, session: desk } = deps;
  return newRoutes()
    .route("/oidc", oidcRoutes(deps))
    .openapi(read, async (c) => answer(c, deps, await signedInBy(deps, c)))
    .openapi(start, async (c) => {
      const { person } = c.req.valid("json");
      const obstacle = obstacleTo(deps, c);
      if (obstacle !== null) return denied<SessionView>(c, await refuse(deps, c, obstacle, person));
      const begun = await signIn(deps, c, person);
      if (!begun.ok) return denied<SessionView>(c, begun.error);
      const purposes = await purposesOf(pipeline, begun.value.caller, askedOf(c, "api.session.read"));
      return answer(c, deps, { ...begun.value, purposes });
    })
    .openapi(end, async (c) => {
      if (!isFromConsole((name) => c.req.header(name))) {
        return denied<SignedOut>(c, { code: "bad_request", entryId: null });
      }
      if (!(await signOut(deps, c)))
        return denied<SignedOut>(c, { code: "record_unavailable", entryId: null });
      c.header("Cache-Control", "no-store");
      return c.json({ url: (await desk.oidc?.signOutUrl()) ?? null }, 200);
    });
}

/** Signing in by name is for the demo, and for its console: another site's page must not sign anybody in. */
function obstacleTo({ session: { mode } }: SessionDeps, c: Context): ReasonCode | null {
  if (mode !== "demo") return "unauthenticated";
  return isFromConsole((name) => c.req.header(name)) ? null : "bad_request";
}

async function signedInBy({ pipeline, session }: SessionDeps, c: Context): Promise<SignedIn> {
  const credentials = credentialsOf(c);
  const caller = await pipeline.identify(credentials);
  if (!caller.ok) return { caller: null, session: null, purposes: [] };
  return {
    caller: caller.value,
    session: credentials.authorization === undefined ? await session.sessions.of(credentials.session) : null,
    purposes: await purposesOf(pipeline, caller.value, askedOf(c, "api.session.read")),
  };
}

function answer(c: Context, { pipeline, session }: SessionDeps, signedIn: SignedIn) {
  c.header("Cache-Control", "no-store");
  return c.json(presentSession(session, pipeline.policy(), signedIn, pipeline.now()), 200);
}

function denied<T>(c: Context, { code, entryId }: RefusedSignIn) {
  return asTyped<T>(deniedProblem(c, [because(code)], entryId));
}
