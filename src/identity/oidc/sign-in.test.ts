import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../kernel/clock.ts";
import { memorySealer } from "../../keys/testing/sealer.ts";
import { movableClock } from "../sessions/testing/movable-clock.ts";
import type { OidcSignIn } from "./ports.ts";
import { createOidcSignIn, type OidcSignInOptions } from "./sign-in.ts";
import { OIDC_STATE_MS } from "./state.ts";
import { type SignInProvider, startSignInProvider } from "./testing/sign-in-provider.ts";

const PUBLIC_URL = "https://modicum.example";

let provider: SignInProvider;
let faults: unknown[];
let signIn: OidcSignIn;

beforeAll(async () => {
  provider = await startSignInProvider(PUBLIC_URL);
});
afterAll(() => provider.close());
beforeEach(() => {
  faults = [];
  signIn = signInWith({});
});
afterEach(() => {
  provider.person = { sub: "bea.biller" };
});

function signInWith(options: Partial<OidcSignInOptions>): OidcSignIn {
  return createOidcSignIn({
    issuer: provider.issuer,
    ...provider.client,
    publicUrl: PUBLIC_URL,
    personClaim: "sub",
    sealer: memorySealer(),
    clock: systemClock,
    onFault: (fault) => faults.push(fault),
    ...options,
  });
}

/** Walks to the provider and back; gives what the browser brings. */
async function walk(through = signIn, returnTo = "/work") {
  const { url, state } = await through.begin(returnTo, null);
  const back = new URL(await provider.browse(url));
  return { state, query: back.search, path: `${back.origin}${back.pathname}` };
}

const UNAUTHENTICATED = { ok: false, error: "unauthenticated" };

describe("sign-in through an OpenID provider", () => {
  it("45 CFR 164.312(d) gives the person whom the provider vouches for, and the page they came from", async () => {
    const { state, query, path } = await walk();
    expect(path).toBe(`${PUBLIC_URL}/api/v1/session/oidc/callback`);
    const signedIn = await signIn.finish(query, state);
    expect(signedIn).toEqual({
      ok: true,
      value: { personId: "bea.biller", returnTo: "/work", replaces: null },
    });
  });

  it("asks with PKCE, a state and a nonce", async () => {
    const asked = new URL((await signIn.begin("/", null)).url).searchParams;
    expect(asked.get("code_challenge_method")).toBe("S256");
    for (const name of ["code_challenge", "state", "nonce"]) expect(asked.get(name)).toMatch(/^[\w-]{43}$/);
  });

  it("reads the person from another claim, also where only the UserInfo endpoint tells it", async () => {
    provider.person = { sub: "f3b9", preferred_username: "nina.nurse" };
    const byName = signInWith({ personClaim: "preferred_username" });
    const { state, query } = await walk(byName);
    expect(await byName.finish(query, state)).toMatchObject({ value: { personId: "nina.nurse" } });
  });

  it.each([
    [true, { ok: true, value: { personId: "nina@modicum.example", returnTo: "/work", replaces: null } }],
    [false, { ok: false, error: "person_unknown" }],
    [undefined, { ok: false, error: "person_unknown" }],
  ])("takes an e-mail address for a person where it is verified: %s", async (verified, expected) => {
    provider.person = { sub: "f3b9", email: "nina@modicum.example", email_verified: verified };
    const byMail = signInWith({ personClaim: "email" });
    const { state, query } = await walk(byMail);
    expect(await byMail.finish(query, state)).toEqual(expected);
  });

  it("knows nobody where the claim is missing", async () => {
    const byClaim = signInWith({ personClaim: "employee_number" });
    const { state, query } = await walk(byClaim);
    expect(await byClaim.finish(query, state)).toEqual({ ok: false, error: "person_unknown" });
  });

  it("goes on to the provider's own sign-out", async () => {
    const url = new URL((await signIn.signOutUrl()) ?? "");
    expect(url.origin).toBe(provider.issuer);
    expect(url.searchParams.get("post_logout_redirect_uri")).toBe(`${PUBLIC_URL}/sign-in`);
    expect(url.searchParams.get("client_id")).toBe(provider.client.clientId);
  });
});

describe("what a browser brings back is refused", () => {
  it("without the state that it was given", async () => {
    const { query } = await walk();
    expect(await signIn.finish(query, undefined)).toEqual(UNAUTHENTICATED);
  });

  it("with the state of another sign-in, as when somebody sends a link with their own code", async () => {
    const [attacker, victim] = [await walk(), await walk()];
    expect(await signIn.finish(attacker.query, victim.state)).toEqual(UNAUTHENTICATED);
  });

  it("with a state that somebody made", async () => {
    const { query, state } = await walk();
    const forged = `${state.slice(0, -2)}${state.endsWith("AA") ? "BB" : "AA"}`;
    expect(await signIn.finish(query, forged)).toEqual(UNAUTHENTICATED);
    expect(await signIn.finish(query, "not-a-state")).toEqual(UNAUTHENTICATED);
  });

  it("after ten minutes", async () => {
    const clock = movableClock(new Date().toISOString());
    const slow = signInWith({ clock });
    const { query, state } = await walk(slow);
    clock.pass(OIDC_STATE_MS);
    expect(await slow.finish(query, state)).toEqual(UNAUTHENTICATED);
  });

  it("a second time", async () => {
    const { query, state } = await walk();
    expect(await signIn.finish(query, state)).toMatchObject({ ok: true });
    expect(await signIn.finish(query, state)).toEqual(UNAUTHENTICATED);
  });

  it("when the provider says no", async () => {
    const { state, query } = await walk();
    const answered = new URLSearchParams(query);
    const denied = new URLSearchParams({
      error: "access_denied",
      state: answered.get("state") ?? "",
      iss: provider.issuer,
    });
    expect(await signIn.finish(`?${denied.toString()}`, state)).toEqual(UNAUTHENTICATED);
    expect(faults).toEqual([]);
  });

  it("when it was issued by somebody else", async () => {
    const { state, query } = await walk();
    const answered = new URLSearchParams(query);
    answered.set("iss", "https://other.example");
    expect(await signIn.finish(`?${answered.toString()}`, state)).toEqual(UNAUTHENTICATED);
  });
});

describe("a provider that is broken", () => {
  it("is told to the operator when it does not know our secret", async () => {
    const wrong = signInWith({ clientSecret: "wrong" });
    const { query, state } = await walk(wrong);
    expect(await wrong.finish(query, state)).toEqual({ ok: false, error: "upstream_unavailable" });
    expect(faults).toHaveLength(1);
  });

  it("cannot be begun with when it does not answer, and has no sign-out", async () => {
    const nowhere = signInWith({ issuer: "http://127.0.0.1:9" });
    await expect(nowhere.begin("/", null)).rejects.toMatchObject({ code: "upstream_unreachable" });
    expect(await nowhere.signOutUrl()).toBeNull();
  });
});
