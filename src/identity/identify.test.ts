import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { fixedClock } from "../kernel/clock.ts";
import { demoTokens, type DemoTokenRequest } from "./demo-tokens.ts";
import { createIdentify, type IdentifyParts } from "./identify.ts";
import { createSessions, SESSION_LIMITS } from "./sessions/sessions.ts";
import { memorySessionStore } from "./sessions/testing/memory-session-store.ts";
import { movableClock } from "./sessions/testing/movable-clock.ts";
import { memoryPeopleStore } from "./testing/memory-people-store.ts";
import { personNamed } from "./testing/people-store.contract.ts";
import type { TokenVerifier, VerifiedToken } from "./tokens.ts";
import type { Credentials } from "./types.ts";

const tokens = demoTokens(generateKeyPairSync("ed25519"), fixedClock("2026-05-04T15:00:00Z"));
const bea = personNamed("bea.biller", { roles: ["biller"] });
const people = memoryPeopleStore([
  bea,
  personNamed("left.nurse", { active: false }),
  personNamed("no.role", { roles: [] }),
]);

async function identified(
  request: Partial<DemoTokenRequest> = {},
  sent: Partial<Credentials> = {},
  parts: Partial<IdentifyParts> = {},
) {
  const authorization = `Bearer ${await tokens.mint({ personId: "bea.biller", ...request })}`;
  const identify = createIdentify({
    people,
    verifiers: [tokens.verifier],
    registrations: new Map(),
    defaultSystem: "ehr",
    ...parts,
  });
  return identify({
    authorization,
    session: undefined,
    purposeHeader: undefined,
    caseHeader: undefined,
    channel: "fhir",
    ...sent,
  });
}

/** A verifier that believes the demo's tokens and says they came by this client. */
function byClient(clientId: string): TokenVerifier {
  return {
    issuer: tokens.verifier.issuer,
    verify: async (token): Promise<VerifiedToken | null> => {
      const verified = await tokens.verifier.verify(token);
      return verified && { ...verified, clientId };
    },
  };
}

const registered = {
  verifiers: [byClient("lab-app")],
  registrations: new Map([["lab-app", { system: "lis", purpose: "order-fulfillment", channels: ["fhir"] }]]),
};

describe("who", () => {
  it("is the person of the roster that the token names", async () => {
    expect(await identified()).toMatchObject({
      ok: true,
      value: { person: bea, channel: "fhir", system: "ehr" },
    });
  });

  it.each([
    ["unauthenticated", {}, { authorization: undefined }],
    ["unauthenticated", {}, { authorization: "Basic YTpi" }],
    ["unauthenticated", {}, { authorization: "Bearer not-a-token" }],
    ["unauthenticated", { lifetimeMs: 0 }, {}],
    ["person_unknown", { personId: "nobody" }, {}],
    ["person_inactive", { personId: "left.nurse" }, {}],
    ["role_missing", { personId: "no.role" }, {}],
  ])("gives `%s` for %j sent with %j", async (code, request, sent) => {
    expect(await identified(request, sent)).toEqual({ ok: false, error: code });
  });

  it("does not believe a token of an issuer that nobody verifies", async () => {
    expect(await identified({}, {}, { verifiers: [] })).toEqual({ ok: false, error: "unauthenticated" });
  });
});

const purposeOf = async (...args: Parameters<typeof identified>): Promise<string | null | undefined> => {
  const result = await identified(...args);
  return result.ok ? result.value.declaredPurpose : result.error;
};

describe("why", () => {
  it("F012 is the header where neither token nor client says", async () => {
    expect(await purposeOf({}, { purposeHeader: " billing " })).toBe("billing");
  });

  it("F012 is the token's claim, whatever the header says", async () => {
    expect(await purposeOf({ purpose: "billing" }, { purposeHeader: "treatment" })).toBe("billing");
  });

  it("F012 is the client's registration, whatever the header says", async () => {
    expect(await purposeOf({}, { purposeHeader: "treatment" }, registered)).toBe("order-fulfillment");
  });

  it("F012 is the token's claim before the client's registration", async () => {
    expect(await purposeOf({ purpose: "billing" }, {}, registered)).toBe("billing");
  });

  it("is none where nobody says, and where the header is empty", async () => {
    expect([await purposeOf(), await purposeOf({}, { purposeHeader: "" })]).toEqual([null, null]);
  });

  it.each([
    [
      "http://terminology.hl7.org/CodeSystem/v3-ActReason|HPAYMT",
      "http://terminology.hl7.org/CodeSystem/v3-ActReason|HPAYMT",
    ],
    ["billing, treatment", "bad_request"],
    ["billing treatment", "purpose_unknown"],
    ["<script>", "purpose_unknown"],
    ["a".repeat(129), "purpose_unknown"],
  ])("reads the header `%s` as `%s`", async (purposeHeader, expected) => {
    expect(await purposeOf({}, { purposeHeader })).toBe(expected);
  });

  it("names the token's case before the header's", async () => {
    const both = await identified({ caseId: "Claim/3" }, { caseHeader: "Claim/4" });
    const headerOnly = await identified({}, { caseHeader: "Claim/4" });
    expect([both, headerOnly]).toMatchObject([
      { value: { caseId: "Claim/3" } },
      { value: { caseId: "Claim/4" } },
    ]);
  });

  it("refuses several cases", async () => {
    expect(await identified({}, { caseHeader: "Claim/3, Claim/4" })).toEqual({
      ok: false,
      error: "bad_request",
    });
  });
});

describe("through what", () => {
  it("F011 is the token's system, else the client's, else the one by default", async () => {
    const systems = await Promise.all([
      identified({ system: "pacs" }, {}, registered),
      identified({}, {}, registered),
      identified(),
    ]);
    expect(systems).toMatchObject([
      { value: { system: "pacs" } },
      { value: { system: "lis" } },
      { value: { system: "ehr" } },
    ]);
  });

  it("F011 refuses a token for another system with wrong_system", async () => {
    const result = await identified({ system: "pacs" }, {}, { systems: ["ehr"] });
    expect(result).toEqual({ ok: false, error: "wrong_system" });
  });

  it("F011 refuses a client on a channel it is not registered for", async () => {
    expect(await identified({}, { channel: "export" }, registered)).toEqual({
      ok: false,
      error: "wrong_channel",
    });
  });
});

describe("who, by a session", () => {
  async function signedIn(personId = "bea.biller") {
    const clock = movableClock("2026-05-04T15:00:00Z");
    const sessions = createSessions({ store: memorySessionStore(), clock, method: "demo", secure: false });
    const { secret, session } = await sessions.start(personId);
    const byCookie = (sent: Partial<Credentials> = {}) =>
      identified({}, { authorization: undefined, session: `modicum=${secret}`, ...sent }, { sessions });
    return { clock, sessions, session, byCookie };
  }
  const UNAUTHENTICATED = { ok: false, error: "unauthenticated" };

  it("is the person who signed in, without a purpose until one is declared", async () => {
    const { byCookie, session } = await signedIn();
    expect(await byCookie()).toEqual({
      ok: true,
      value: {
        person: bea,
        sessionId: session.id,
        declaredPurpose: null,
        caseId: null,
        system: "ehr",
        channel: "fhir",
        scopes: null,
      },
    });
  });

  it("F012 asks for the purpose that the header declares", async () => {
    const { byCookie } = await signedIn();
    expect(await byCookie({ purposeHeader: "billing" })).toMatchObject({
      value: { declaredPurpose: "billing" },
    });
  });

  it("is nobody without the cookies, as when the console's marks are missing", async () => {
    const { byCookie } = await signedIn();
    expect(await byCookie({ session: undefined })).toEqual(UNAUTHENTICATED);
  });

  it("is nobody after half an hour without use", async () => {
    const { byCookie, clock } = await signedIn();
    clock.pass(SESSION_LIMITS.idle);
    expect(await byCookie()).toEqual(UNAUTHENTICATED);
  });

  it("is nobody after signing out", async () => {
    const { byCookie, sessions, session } = await signedIn();
    await sessions.end(session.id);
    expect(await byCookie()).toEqual(UNAUTHENTICATED);
  });

  it("F041 is refused at once when the person has left, though the session is open", async () => {
    const { byCookie } = await signedIn("left.nurse");
    expect(await byCookie()).toEqual({ ok: false, error: "person_inactive" });
  });

  it("is the token's person where both are sent", async () => {
    const { byCookie } = await signedIn("left.nurse");
    const authorization = `Bearer ${await tokens.mint({ personId: "bea.biller" })}`;
    expect(await byCookie({ authorization })).toMatchObject({ value: { person: bea } });
  });

  it.each(["Bearer not-a-token", "Basic YTpi", ""])(
    "is nobody where `%s` is presented too: what is not believed is not passed over",
    async (authorization) => {
      const { byCookie } = await signedIn();
      expect(await byCookie({ authorization })).toEqual(UNAUTHENTICATED);
    },
  );
});
