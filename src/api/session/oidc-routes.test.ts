import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createOidcSignIn } from "../../identity/oidc/sign-in.ts";
import { type SignInProvider, startSignInProvider } from "../../identity/oidc/testing/sign-in-provider.ts";
import { systemClock } from "../../kernel/clock.ts";
import { memorySealer } from "../../keys/testing/sealer.ts";
import type { SessionView } from "./presenter.ts";
import { openConsole, type TestConsole } from "./testing/console.ts";

const PUBLIC_URL = "https://modicum.example";

let provider: SignInProvider;
let console: TestConsole;

beforeAll(async () => {
  provider = await startSignInProvider(PUBLIC_URL);
});
afterAll(() => provider.close());
beforeEach(async () => {
  console = await openConsole({ mode: "production", oidc: oidcAt(provider.issuer) }, true);
});

function oidcAt(issuer: string) {
  return createOidcSignIn({
    issuer,
    ...provider.client,
    publicUrl: PUBLIC_URL,
    personClaim: "preferred_username",
    sealer: memorySealer(),
    clock: systemClock,
    onFault: () => undefined,
  });
}

/** Opens the sign-in in a browser and walks to the provider and back; gives where the browser ends. */
async function signInAs(person: string, query = ""): Promise<Response> {
  provider.person = { sub: "f3b9", preferred_username: person };
  const begun = await console.ask("GET", `/oidc${query}`, { headers: {} });
  const back = new URL(await provider.browse(begun.headers.get("location") ?? ""));
  return console.ask("GET", `/oidc/callback${back.search}`, { headers: {} });
}
const session = async () => (await (await console.ask("GET")).json()) as SessionView;
const placeOf = (response: Response) => [response.status, response.headers.get("location")];

describe("signing in at the identity provider", () => {
  it("is what the console offers in production", async () => {
    expect((await session()).signIn).toEqual({ kind: "oidc", url: "/api/v1/session/oidc" });
  });

  it("leads back to the page one came from, signed in", async () => {
    expect(placeOf(await signInAs("bea.biller", "?return=/policy/matrix"))).toEqual([302, "/policy/matrix"]);
    expect((await session()).person?.id).toBe("bea.biller");
  });

  it("leads nowhere else, whatever the link says", async () => {
    const response = await signInAs("bea.biller", "?return=https://evil.example/");
    expect(placeOf(response)).toEqual([302, "/"]);
  });

  it("leaves the session's cookie and takes its own back", async () => {
    await console.ask("GET", "/oidc", { headers: {} });
    expect([...console.cookies.keys()]).toEqual(["__Host-modicum-sign-in"]);
    await signInAs("bea.biller");
    expect([...console.cookies.keys()]).toEqual(["__Host-modicum"]);
  });

  it("carries its state in a cookie of ten minutes that no script reads", async () => {
    const begun = await console.ask("GET", "/oidc", { headers: {} });
    expect(begun.headers.getSetCookie()).toEqual([
      expect.stringMatching(
        /^__Host-modicum-sign-in=[\w-]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      ),
    ]);
  });

  it("45 CFR 164.312(a)(2)(iii) ends the older session of this browser, whose cookie does not come back with it", async () => {
    await signInAs("bea.biller");
    const older = console.cookies.get("__Host-modicum") ?? "";
    await signInAs("nina.nurse");
    expect((await session()).person?.id).toBe("nina.nurse");
    console.cookies.set("__Host-modicum", older);
    expect((await session()).person).toBeNull();
    expect(console.entries.map(({ interaction, personId }) => [interaction, personId])).toEqual([
      ["api.session.sign-in", "bea.biller"],
      ["api.session.sign-out", "bea.biller"],
      ["api.session.sign-in", "nina.nurse"],
    ]);
  });

  it("leaves the sessions of other browsers", async () => {
    await signInAs("bea.biller");
    const elsewhere = console.cookies.get("__Host-modicum") ?? "";
    console.cookies.clear();
    await signInAs("bea.biller");
    console.cookies.set("__Host-modicum", elsewhere);
    expect((await session()).person?.id).toBe("bea.biller");
  });

  it("writes who signed in", async () => {
    await signInAs("bea.biller");
    expect(console.entries).toMatchObject([
      { interaction: "api.session.sign-in", outcome: "permit", personId: "bea.biller" },
    ]);
  });

  it.each([
    ["somebody.else", "person_unknown"],
    ["left.nurse", "person_inactive"],
  ])(
    "refuses `%s`, whom the provider knows and the roster does not have, with `%s`",
    async (person, code) => {
      expect(placeOf(await signInAs(person))).toEqual([302, `/sign-in?refused=${code}`]);
      expect(console.entries).toMatchObject([
        { interaction: "api.session.sign-in", outcome: "deny", reason: code, query: `person=${person}` },
      ]);
      expect((await session()).person).toBeNull();
    },
  );

  it("refuses an answer that this browser did not ask for, and records that", async () => {
    const response = await console.ask("GET", "/oidc/callback?code=stolen&state=stolen", { headers: {} });
    expect(placeOf(response)).toEqual([302, "/sign-in?refused=unauthenticated"]);
    expect(console.entries).toMatchObject([{ outcome: "deny", reason: "unauthenticated", personId: null }]);
  });

  it("says so where the provider does not answer", async () => {
    console = await openConsole({ mode: "production", oidc: oidcAt("http://127.0.0.1:9") }, true);
    const response = await console.ask("GET", "/oidc", { headers: {} });
    expect(placeOf(response)).toEqual([302, "/sign-in?refused=upstream_unavailable"]);
  });

  it("says what to set where no client is set up", async () => {
    console = await openConsole({ mode: "production" });
    const response = await console.ask("GET", "/oidc", { headers: {} });
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("MODICUM_OIDC_CLIENT_ID");
  });
});

describe("signing out", () => {
  it("names the provider's own sign-out", async () => {
    await signInAs("bea.biller");
    const { url } = (await (await console.ask("DELETE")).json()) as { url: string };
    expect(new URL(url).origin).toBe(provider.issuer);
    expect((await session()).person).toBeNull();
  });
});
