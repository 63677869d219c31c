import { describe, expect, inject, it } from "vitest";
import { ask } from "./asking.ts";
import { consoleSession, MARK, signedInAs } from "./console-session.ts";

const url = inject("serverUrl");
const HTML = { accept: "text/html" };
const BILLING = { headers: { "x-purpose-of-use": "billing" } };

interface Searched {
  readonly entries: readonly { readonly person: string | null; readonly interaction: string }[];
}

async function recorded(interaction: string, person: string): Promise<number> {
  const reply = await ask("audra.auditor", "audit", "/api/v1/record/_search", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ interaction, person, limit: 100 }),
  });
  return (reply.json as Searched).entries.length;
}

describe("a person signed in to the console", () => {
  it("F012 reads FHIR and the control API by the cookie, for the purpose that the header declares", async () => {
    const session = await signedInAs(url, "bea.biller");
    const patients = await session.ask("/fhir/Patient?_count=1", BILLING);
    expect([patients.status, ((await patients.json()) as { entry: unknown[] }).entry.length]).toEqual([
      200, 1,
    ]);
    const mine = await session.ask("/api/v1/relations/mine", BILLING);
    expect(mine.status).toBe(200);
  });

  it("F012 is denied until a purpose is declared", async () => {
    const session = await signedInAs(url, "bea.biller");
    const reply = await session.ask("/fhir/Patient?_count=1");
    expect([reply.status, await reply.text()]).toEqual([403, expect.stringContaining("purpose_missing")]);
  });

  it("is nobody to a request that another site's page could have made", async () => {
    const session = await signedInAs(url, "bea.biller");
    for (const path of ["/fhir/Patient?_count=1", "/api/v1/relations/mine"]) {
      expect((await session.askUnmarked(path, BILLING)).status).toBe(401);
      const crossSite = { ...MARK, ...BILLING.headers, "sec-fetch-site": "cross-site" };
      expect((await session.askUnmarked(path, { headers: crossSite })).status).toBe(401);
    }
  });

  it("is nobody after signing out, with the old cookie too", async () => {
    const session = await signedInAs(url, "nina.nurse");
    const old = new Map(session.cookies);
    expect((await session.ask("/api/v1/session", { method: "DELETE" })).status).toBe(200);
    const cookie = [...old].map((pair) => pair.join("=")).join("; ");
    const replay = await fetch(`${url}/fhir/Patient?_count=1`, { headers: { ...MARK, cookie } });
    expect(replay.status).toBe(401);
  });

  it("F012 stands in the record with sign-in, sign-out and every answer between", async () => {
    const before = await recorded("api.session.sign-in", "quinn.quality");
    const session = await signedInAs(url, "quinn.quality");
    await session.ask("/api/v1/session", { method: "DELETE" });
    expect(await recorded("api.session.sign-in", "quinn.quality")).toBe(before + 1);
    expect(await recorded("api.session.sign-out", "quinn.quality")).toBe(before + 1);
  });
});

describe("another origin", () => {
  it.each(["/api/v1/session", "/api/v1/people", "/fhir/Patient"])(
    "is granted no preflight for `%s`, so that it cannot send the console's header",
    async (path) => {
      const reply = await fetch(`${url}${path}`, {
        method: "OPTIONS",
        headers: {
          origin: "https://evil.example",
          "access-control-request-method": "POST",
          "access-control-request-headers": "x-modicum-console",
        },
      });
      expect(reply.status).toBeGreaterThanOrEqual(400);
      expect(reply.headers.get("access-control-allow-origin")).toBeNull();
      expect(reply.headers.get("access-control-allow-headers")).toBeNull();
    },
  );
});

describe("the console", () => {
  it("is served at every path that a person may open, under a policy that lets nothing else run", async () => {
    for (const path of ["/", "/sign-in", "/policy/matrix"]) {
      const reply = await fetch(`${url}${path}`, { headers: HTML });
      expect([reply.status, reply.headers.get("cache-control")]).toEqual([200, "no-store"]);
      expect(reply.headers.get("content-security-policy")).toContain("default-src 'none'");
    }
  });

  it("runs a script that comes compressed and is kept for good", async () => {
    const page = await (await fetch(`${url}/`, { headers: HTML })).text();
    const [, script = ""] = /src="(\/assets\/[^"]+\.js)"/.exec(page) ?? [];
    const reply = await fetch(`${url}${script}`, { headers: { "accept-encoding": "br" } });
    expect([reply.status, reply.headers.get("content-encoding")]).toEqual([200, "br"]);
    expect(reply.headers.get("cache-control")).toContain("immutable");
  });

  it("leaves what is unknown to the API a problem", async () => {
    const reply = await fetch(`${url}/api/v1/nothing`, { headers: HTML });
    expect([reply.status, ((await reply.json()) as { code: string }).code]).toEqual([404, "not_found"]);
  });

  it("has every surface say what a browser must not do with it", async () => {
    for (const path of ["/", "/healthz", "/fhir/metadata"]) {
      const { headers } = await fetch(`${url}${path}`);
      expect([headers.get("x-content-type-options"), headers.get("referrer-policy")]).toEqual([
        "nosniff",
        "no-referrer",
      ]);
    }
  });

  it("tells who has not signed in how to", async () => {
    const session = (await (await consoleSession(url).ask("/api/v1/session")).json()) as {
      person: null;
      signIn: { kind: string };
    };
    expect([session.person, session.signIn.kind]).toEqual([null, "demo"]);
  });
});
