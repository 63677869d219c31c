import { beforeEach, describe, expect, it } from "vitest";
import { clientNamed } from "../../identity/clients/testing/client-store.contract.ts";
import { type TokenEndpoint, tokenEndpoint } from "../oauth/testing/token-endpoint.ts";
import { createApi } from "../app.ts";
import type { SessionsView } from "./presenter.ts";

const MINUTE = 60_000;

/** What is asked for, or why not. */
type Reply = SessionsView & { readonly code: string };

let endpoint: TokenEndpoint;
let app: ReturnType<typeof createApi>;

beforeEach(async () => {
  endpoint = await tokenEndpoint([clientNamed("lab-app", { title: "Lab results" })]);
  app = createApi(endpoint.deps);
});

/** A browser in which the person is signed in. */
async function browserOf(personId: string) {
  const { secret, session } = await endpoint.sessions.start(personId);
  const headers = { cookie: `modicum=${secret}`, "x-modicum-console": "1" };
  const ask = async (method: string, path = "", more: Record<string, string> = {}) => {
    const reply = await app.request(`/api/v1/sessions${path}`, { method, headers: { ...headers, ...more } });
    return { status: reply.status, json: (await reply.json()) as Reply };
  };
  return { id: session.id, ask };
}

const useApp = async (personId = "bea.biller", clientId = "lab-app") => {
  const token = await endpoint.mint({ personId, clientId, scope: "user/Claim.rs", purpose: "billing" });
  return { token, caller: await endpoint.callerBy(token) };
};

describe("one's own sessions and connected apps", () => {
  it("are seen without declaring a purpose, the asking session marked", async () => {
    const [old, here] = [await browserOf("bea.biller"), await browserOf("bea.biller")];
    endpoint.clock.pass(2 * MINUTE);
    await browserOf("nina.nurse");
    const { json } = await here.ask("GET");
    expect(json.sessions.map(({ id, current }) => [id, current])).toEqual([
      [here.id, true],
      [old.id, false],
    ]);
    expect(json).toMatchObject({ person: "bea.biller", idleMinutes: 30 });
  });

  it("F163 show an app with the scopes and the purpose it came with last", async () => {
    await useApp();
    await useApp("bea.biller", "unregistered");
    const { json } = await (await browserOf("bea.biller")).ask("GET");
    expect(json.apps).toMatchObject([
      { client: "lab-app", title: "Lab results", scopes: ["user/Claim.rs"], purpose: "billing" },
      { client: "unregistered", title: null, kind: null },
    ]);
  });

  it("45 CFR 164.312(a)(2)(iii) one ends at once, and no other", async () => {
    const [here, there] = [await browserOf("bea.biller"), await browserOf("bea.biller")];
    expect((await here.ask("POST", `/${there.id}/end`)).json).toMatchObject({ ended: 1 });
    expect([(await there.ask("GET")).status, (await here.ask("GET")).status]).toEqual([401, 200]);
  });

  it("all end but the one that asks, and the record says so", async () => {
    const here = await browserOf("bea.biller");
    const others = [await browserOf("bea.biller"), await browserOf("bea.biller")];
    const nina = await browserOf("nina.nurse");
    expect((await here.ask("POST", "/end-others")).json).toMatchObject({ ended: 2 });
    for (const other of others) expect((await other.ask("GET")).status).toBe(401);
    expect((await nina.ask("GET")).status).toBe(200);
    const entry = endpoint.entries.findLast(({ interaction }) => interaction === "api.sessions.end");
    expect(entry?.changes).toHaveLength(2);
  });

  it("another's are not there to be ended by their id", async () => {
    const [here, nina] = [await browserOf("bea.biller"), await browserOf("nina.nurse")];
    expect((await here.ask("POST", `/${nina.id}/end`)).status).toBe(404);
    expect((await nina.ask("GET")).status).toBe(200);
  });

  it("F163 an app that is disconnected is refused at once, with every token it has, until it gets new ones", async () => {
    const here = await browserOf("bea.biller");
    const { token } = await useApp();
    expect((await here.ask("POST", "/apps/lab-app/disconnect")).json).toMatchObject({ ended: 1 });
    expect(await endpoint.callerBy(token)).toBe("unauthenticated");
    endpoint.clock.pass(1_000);
    expect((await useApp()).caller).toMatchObject({ person: { id: "bea.biller" } });
    expect((await here.ask("POST", "/apps/never-used/disconnect")).status).toBe(404);
  });

  it("are not an app's to see or end, which was given records alone", async () => {
    const { token } = await useApp();
    const reply = await app.request("/api/v1/sessions", { headers: { authorization: `Bearer ${token}` } });
    expect(await reply.json()).toMatchObject({ status: 403, code: "scope_not_granted" });
  });

  it("are nobody's who is not signed in", async () => {
    expect((await app.request("/api/v1/sessions")).status).toBe(401);
  });
});

describe("another's sessions and connected apps", () => {
  const compliance = { "x-purpose-of-use": "compliance" };

  it("are seen and ended with `identity.clients`, and the record says whose", async () => {
    const [sam, bea] = [await browserOf("sam.security"), await browserOf("bea.biller")];
    const seen = await sam.ask("GET", "?person=bea.biller", compliance);
    expect(seen.json).toMatchObject({ person: "bea.biller", sessions: [{ id: bea.id, current: false }] });
    await sam.ask("POST", "/end-others?person=bea.biller", compliance);
    expect((await bea.ask("GET")).status).toBe(401);
    expect(endpoint.entries.findLast(({ interaction }) => interaction === "api.sessions.end")).toMatchObject({
      personId: "sam.security",
      query: "person=bea.biller",
      changes: [`ended session/${bea.id.slice(0, 12)} of bea.biller`],
    });
  });

  it("are not there for anybody else", async () => {
    const [bea, nina] = [await browserOf("bea.biller"), await browserOf("nina.nurse")];
    const billing = { "x-purpose-of-use": "billing" };
    const asked = [
      await bea.ask("GET", "?person=nina.nurse", billing),
      await bea.ask("POST", "/end-others?person=nina.nurse", billing),
    ];
    expect(asked.map(({ status, json }) => [status, json.code])).toEqual([
      [403, "no_grant"],
      [403, "no_grant"],
    ]);
    expect((await nina.ask("GET")).status).toBe(200);
  });
});
