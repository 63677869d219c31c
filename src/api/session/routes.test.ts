import { beforeEach, describe, expect, it } from "vitest";
import { SESSION_LIMITS } from "../../identity/sessions/sessions.ts";
import type { Problem } from "../problem.ts";
import type { SessionView } from "./presenter.ts";
import { MARK, openConsole, type TestConsole } from "./testing/console.ts";

let console: TestConsole;

beforeEach(async () => {
  console = await openConsole();
});

const signIn = (person: string, headers?: Record<string, string>) =>
  console.ask("POST", "", { body: { person }, ...(headers ? { headers } : {}) });
const session = async () => (await (await console.ask("GET")).json()) as SessionView;
const problem = async (response: Response) => (await response.json()) as Problem;

describe("before anyone has signed in", () => {
  it("says how to, and that nobody is", async () => {
    const view = await session();
    expect(view).toMatchObject({ mode: "demo", person: null, purposes: [], ends: null, system: "ehr" });
    expect(view.policyHash).toBe(console.policy.hash);
    const bea = view.signIn.kind === "demo" ? view.signIn.people.find(({ id }) => id === "bea.biller") : null;
    expect(bea).toEqual({
      id: "bea.biller",
      displayName: "Bea Biller",
      roleTitle: "Biller",
      purpose: "billing",
    });
  });

  it("names whom to ask about privacy, where the operator named somebody", async () => {
    expect((await session()).privacyContact).toBeNull();
    const contact = { name: "Privacy Office", email: "privacy@example.org", phone: null, url: null };
    console = await openConsole({ privacyContact: contact });
    expect((await session()).privacyContact).toEqual(contact);
  });

  it("is not recorded when the console only asks who one is", async () => {
    await session();
    expect(console.entries).toEqual([]);
  });
});

describe("signing in", () => {
  it("answers with the person, and so does every answer after it", async () => {
    const begun = (await (await signIn("bea.biller")).json()) as SessionView;
    expect(begun.person).toEqual({
      id: "bea.biller",
      displayName: "Bea Biller",
      department: "billing",
      roles: [{ id: "biller", title: "Biller" }],
    });
    expect(await session()).toEqual(begun);
  });

  it("F012 names the purposes that the person may declare, with their words", async () => {
    await signIn("bea.biller");
    const { purposes } = await session();
    const billing = purposes.find(({ id }) => id === "billing");
    expect(billing).toMatchObject({ code: "HPAYMT", basis: "payment", caseBound: false });
    expect(billing?.reminder).toBe("Codes bill. Notes do not.");
    expect(purposes.map(({ id }) => id)).toContain("claim-support");
    expect(purposes.map(({ id }) => id)).not.toContain("treatment");
  });

  it.each([
    ["paul.provider", "treatment"],
    ["nina.nurse", "treatment"],
    ["harper.release", "records-release"],
    ["fran.frontdesk", "scheduling"],
    ["hana.hr", null],
  ])("F012 begins %s with the purpose that the role names first: %s", async (person, usual) => {
    await signIn(person);
    expect((await session()).usualPurpose).toBe(usual);
  });

  it("F012 begins nobody with an emergency, nor with a purpose that is bound to a case", async () => {
    for (const { id } of console.policy.people) {
      await signIn(id);
      const { purposes, usualPurpose: usual, signIn: choice } = await session();
      const begun = purposes.find((purpose) => purpose.id === usual);
      expect([begun?.code === "ETREAT", begun?.basis === "emergency", begun?.caseBound ?? false]).toEqual([
        false,
        false,
        false,
      ]);
      const offered = choice.kind === "demo" ? choice.people.find((person) => person.id === id) : undefined;
      expect(offered?.purpose).toBe(usual);
    }
  });

  it.each([
    ["nina.nurse", true],
    ["rita.researcher", true],
    ["priya.privacy", false],
    ["sam.security", false],
    ["kai.keycustodian", false],
    ["lou.logsender", false],
    ["hana.hr", false],
  ])("offers %s charts: %s", async (person, charts) => {
    await signIn(person);
    expect((await session()).charts).toBe(charts);
  });

  it("sets a cookie that no script reads and no other site sends", async () => {
    const [cookie] = (await signIn("bea.biller")).headers.getSetCookie();
    expect(cookie).toMatch(/^modicum=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  });

  it("binds the cookie to the host by name where there is TLS", async () => {
    console = await openConsole({}, true);
    const [cookie] = (await signIn("bea.biller")).headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-modicum=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
  });

  it("writes who signed in", async () => {
    await signIn("bea.biller");
    expect(console.entries).toMatchObject([
      { interaction: "api.session.sign-in", outcome: "permit", personId: "bea.biller", channel: "api" },
    ]);
  });

  it.each([
    ["nobody", "person_unknown"],
    ["left.nurse", "person_inactive"],
  ])("F041 refuses `%s` with `%s`, and records the name that was tried, sealed", async (person, code) => {
    const response = await signIn(person);
    expect([response.status, (await problem(response)).code]).toEqual([403, code]);
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(console.entries).toMatchObject([
      { interaction: "api.session.sign-in", outcome: "deny", reason: code, query: `person=${person}` },
    ]);
  });

  it("is refused, and recorded, where another site's page may have asked", async () => {
    for (const headers of [{}, { ...MARK, "sec-fetch-site": "cross-site" }]) {
      const response = await signIn("bea.biller", headers);
      expect([response.status, (await problem(response)).code]).toEqual([400, "bad_request"]);
    }
    expect(console.entries.map(({ outcome }) => outcome)).toEqual(["deny", "deny"]);
    expect(console.cookies.size).toBe(0);
  });

  it("never keeps the session that a browser came with", async () => {
    await signIn("bea.biller");
    const [before] = console.cookies.values();
    await signIn("nina.nurse");
    const [after] = console.cookies.values();
    expect(after).not.toBe(before);
    console.cookies.set("modicum", before ?? "");
    expect((await session()).person).toBeNull();
    expect(console.entries.map(({ interaction, personId }) => [interaction, personId])).toEqual([
      ["api.session.sign-in", "bea.biller"],
      ["api.session.sign-out", "bea.biller"],
      ["api.session.sign-in", "nina.nurse"],
    ]);
  });

  it("is not possible while the record cannot be written", async () => {
    console.recordFails = true;
    const response = await signIn("bea.biller");
    expect([response.status, (await problem(response)).code]).toEqual([503, "record_unavailable"]);
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it("by name is refused in production", async () => {
    console = await openConsole({ mode: "production" });
    const response = await signIn("bea.biller");
    expect([response.status, (await problem(response)).code]).toEqual([401, "unauthenticated"]);
    expect((await session()).signIn).toEqual({
      kind: "unset",
      set: ["MODICUM_OIDC_CLIENT_ID", "MODICUM_OIDC_CLIENT_SECRET"],
    });
  });
});

describe("being signed in", () => {
  beforeEach(async () => {
    await signIn("bea.biller");
  });

  it("needs the console's mark beside the cookie", async () => {
    const view = (await (await console.ask("GET", "", { headers: {} })).json()) as SessionView;
    expect(view.person).toBeNull();
  });

  it("tells when it ends", async () => {
    const latest = new Date(console.clock.now() + SESSION_LIMITS.whole).toISOString();
    expect((await session()).ends).toEqual({ latest, idleMinutes: 30 });
  });

  it("45 CFR 164.312(a)(2)(iii) ends by itself", async () => {
    console.clock.pass(SESSION_LIMITS.idle);
    expect((await session()).person).toBeNull();
  });
});

describe("signing out", () => {
  it("ends the session, takes the cookie back and is recorded", async () => {
    await signIn("bea.biller");
    const [secret = ""] = console.cookies.values();
    const response = await console.ask("DELETE");
    expect([response.status, await response.json()]).toEqual([200, { url: null }]);
    expect(console.cookies.size).toBe(0);
    expect(console.entries.at(-1)).toMatchObject({
      interaction: "api.session.sign-out",
      personId: "bea.biller",
      outcome: "permit",
    });
    console.cookies.set("modicum", secret);
    expect((await session()).person).toBeNull();
  });

  it("changes nothing where another site's page asks for it", async () => {
    await signIn("bea.biller");
    const response = await console.ask("DELETE", "", {
      headers: { ...MARK, "sec-fetch-site": "cross-site" },
    });
    expect(response.status).toBe(400);
    expect((await session()).person?.id).toBe("bea.biller");
  });

  it("ends the session even while the record cannot be written, and says so", async () => {
    await signIn("bea.biller");
    const [secret = ""] = console.cookies.values();
    console.recordFails = true;
    expect((await console.ask("DELETE")).status).toBe(503);
    console.cookies.set("modicum", secret);
    expect((await session()).person).toBeNull();
  });
});
