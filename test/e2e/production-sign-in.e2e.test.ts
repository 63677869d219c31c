import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ConsoleSession, consoleSession } from "./console-session.ts";
import { hasOpenssl, type ProductionServer, startProduction } from "./production-server.ts";

const ROSTER = [
  "userName,displayName,role,fhirUser,manager,department",
  "ada.privacy,Ada Privacy,privacy-officer,,,compliance",
].join("\n");

/** Skipped without `openssl`: production takes https issuers alone, so the provider needs a certificate. */
describe.skipIf(!hasOpenssl())("signing in to the console in production (needs openssl)", () => {
  let server: ProductionServer;

  beforeAll(async () => {
    server = await startProduction(ROSTER);
  });
  afterAll(() => server?.close());

  async function signInAs(name: string): Promise<{ session: ConsoleSession; place: string | null }> {
    server.provider.person = { sub: "f3b9", preferred_username: name };
    const session = consoleSession(server.url);
    const begun = await session.askUnmarked("/api/v1/session/oidc?return=/work");
    const back = new URL(await server.provider.browse(begun.headers.get("location") ?? ""));
    const finished = await session.askUnmarked(`${back.pathname}${back.search}`);
    return { session, place: finished.headers.get("location") };
  }

  it("45 CFR 164.312(d) is by the identity provider, and leads back to the console", async () => {
    const { session, place } = await signInAs("ada.privacy");
    expect([place, [...session.cookies.keys()]]).toEqual(["/work", ["__Host-modicum"]]);
    const view = await (await session.ask("/api/v1/session")).json();
    expect(view).toMatchObject({ mode: "production", person: { id: "ada.privacy" } });
    const people = await session.ask("/api/v1/people", { headers: { "x-purpose-of-use": "compliance" } });
    expect(people.status).toBe(200);
  });

  it("is refused to somebody whom the provider knows and the roster does not", async () => {
    const { session, place } = await signInAs("some.stranger");
    expect([place, session.cookies.size]).toEqual(["/sign-in?refused=person_unknown", 0]);
  });

  it("is not possible by name", async () => {
    const reply = await consoleSession(server.url).ask("/api/v1/session", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ person: "ada.privacy" }),
    });
    expect(reply.status).toBe(401);
  });

  it("has browsers keep to https", async () => {
    const { headers } = await fetch(`${server.url}/`);
    expect(headers.get("strict-transport-security")).toBe("max-age=31536000");
  });
});
