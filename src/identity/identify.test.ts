import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { fixedClock } from "../kernel/clock.ts";
import { demoTokens, type DemoTokenRequest } from "./demo-tokens.ts";
import { createConnections } from "./clients/connections.ts";
import type { Client } from "./clients/ports.ts";
import { clientNamed } from "./clients/testing/client-store.contract.ts";
import { memoryClientStore, memoryConnectionStore } from "./clients/testing/memory-client-store.ts";
import { readSmartScope } from "../catalogue/smart-scope.ts";
import { createIdentify, type IdentifyParts } from "./identify.ts";
import { createSessions, SESSION_LIMITS } from "./sessions/sessions.ts";
import { memorySessionStore } from "./sessions/testing/memory-session-store.ts";
import { movableClock } from "./sessions/testing/movable-clock.ts";
import { memoryPeopleStore } from "./testing/memory-people-store.ts";
import { personNamed } from "./testing/people-store.contract.ts";
import type { Credentials } from "./types.ts";

const clock = fixedClock("2026-05-04T15:00:00Z");
const tokens = demoTokens(generateKeyPairSync("ed25519"), clock);
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
    clients: memoryClientStore(),
    connections: createConnections(memoryConnectionStore(), clock),
    clock,
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

const registeredAs = (fields: Partial<Client>, id = "lab-app") => ({
  clients: memoryClientStore([clientNamed(id, fields)]),
});

const registered = registeredAs({ system: "lis", purposes: ["order-fulfillment"], channels: ["fhir"] });
const byApp = { clientId: "lab-app" };

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
    expect(await purposeOf(byApp, { purposeHeader: "treatment" }, registered)).toBe("order-fulfillment");
  });

  it("F012 is none that the client is not registered for, neither by claim nor by header", async () => {
    const codes = [
      await purposeOf({ ...byApp, purpose: "billing" }, {}, registered),
      await purposeOf(
        byApp,
        { purposeHeader: "treatment" },
        registeredAs({ purposes: ["billing", "coding"] }),
      ),
    ];
    expect(codes).toEqual(["purpose_not_permitted", "purpose_not_permitted"]);
  });

  it("F012 is the header among those that the client is registered for", async () => {
    const several = registeredAs({ purposes: ["billing", "coding"] });
    expect(await purposeOf(byApp, { purposeHeader: "coding" }, several)).toBe("coding");
    expect(await purposeOf(byApp, {}, several)).toBeNull();
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
      identified({ ...byApp, system: "pacs" }, {}, registered),
      identified(byApp, {}, registered),
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
    expect(await identified(byApp, { channel: "export" }, registered)).toEqual({
      ok: false,
      error: "wrong_channel",
    });
  });
});

describe("by which client", () => {
  it("F012 says act and recipient of the registration, which no header can", async () => {
    const discloses = { class: "public-health-authority", id: "registry", verified: true } as const;
    const result = await identified(byApp, {}, registeredAs({ kind: "enforcement-point", discloses }));
    expect(result).toMatchObject({
      value: { client: { id: "lab-app", act: "disclose", recipient: discloses, honorsObligations: true } },
    });
  });

  it("is none where the token's client is not registered", async () => {
    const result = await identified(byApp);
    expect(result.ok && result.value.client).toBeUndefined();
    expect(result).toMatchObject({ value: { token: { clientId: "lab-app" } } });
  });

  it.each([
    ["ended", { endsAt: clock.now() }],
    ["disabled", { disabledAt: clock.now() }],
    ["registered for tokens of another issuer", { issuer: "https://other.example" }],
  ])("45 CFR 164.308(a)(4) refuses a client that is %s", async (_, fields) => {
    expect(await identified(byApp, {}, registeredAs(fields))).toEqual({
      ok: false,
      error: "client_not_permitted",
    });
  });

  it("F163 the registration's scopes narrow the token's, and hold where the token has none", async () => {
    const parts = registeredAs({ scopes: ["patient/Observation.rs"] });
    const scopesOf = async (scope?: string) => {
      const result = await identified({ ...byApp, scope }, {}, parts);
      return result.ok ? result.value.scopes : result.error;
    };
    expect(await scopesOf("user/*.cruds openid")).toEqual(["patient/Observation.rs"]);
    expect(await scopesOf()).toEqual(["patient/Observation.rs"]);
    const outside = await scopesOf("user/Claim.rs");
    expect(outside).toHaveLength(1);
    expect(readSmartScope(outside?.[0] ?? "")).toBeNull();
  });

  it("a program is the person whom it acts as; unregistered it is nobody, not even a person of its name", async () => {
    const own = { personId: "bea.biller", clientId: "bea.biller" };
    expect(await identified(own)).toEqual({ ok: false, error: "person_unknown" });
    const service = { personId: "exporter", clientId: "exporter" };
    const acting = await identified(service, {}, registeredAs({ actsAs: "bea.biller" }, "exporter"));
    expect(acting).toMatchObject({ value: { person: { id: "bea.biller" } } });
  });
});

describe("a token that was taken back", () => {
  const store = memoryConnectionStore();
  const parts = { connections: createConnections(store, clock) };
  const codeOf = async (request: Partial<DemoTokenRequest>) => {
    const result = await identified(request, {}, parts);
    return result.ok ? "believed" : result.error;
  };

  it("F163 is not believed from then on, nor any of the same app and person", async () => {
    expect(await codeOf(byApp)).toBe("believed");
    await store.revoke("bea.biller", "lab-app", clock.now());
    expect(await codeOf(byApp)).toBe("unauthenticated");
    expect(await codeOf({ clientId: "other-app" })).toBe("believed");
  });

  it("by its id is not believed, and another is", async () => {
    const token = await tokens.mint({ personId: "bea.biller" });
    const sent = { authorization: `Bearer ${token}` };
    const believed = await identified({}, sent, parts);
    if (!believed.ok) throw new Error(believed.error);
    await store.revokeToken(believed.value.sessionId, clock.now() + 1, clock.now());
    expect(await identified({}, sent, parts)).toEqual({ ok: false, error: "unauthenticated" });
    expect(await codeOf({})).toBe("believed");
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
        token: {
          subject: "bea.biller",
          clientId: null,
          launchPatient: null,
          origin: null,
          endsAt: session.endsAt,
        },
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

describe("from which device", () => {
  const deviceOf = async (...args: Parameters<typeof identified>): Promise<string | undefined> => {
    const result = await identified(...args);
    if (!result.ok) throw new Error(result.error);
    return result.value.token?.deviceId;
  };
  const header = { deviceHeader: "laptop-1" };

  it("DEV-33 F157 a header counts from a client that is registered to assert devices, and from nobody else", async () => {
    expect(await deviceOf(byApp, header, registeredAs({ assertsDevice: true }))).toBe("laptop-1");
    expect(await deviceOf(byApp, header, registeredAs({ assertsDevice: false }))).toBeUndefined();
    expect(await deviceOf(byApp, header)).toBeUndefined();
    expect(await deviceOf({}, header, registeredAs({ assertsDevice: true }))).toBeUndefined();
  });

  it("DEV-33 the claim of the token counts without a header", async () => {
    expect(await deviceOf({ deviceId: "phone-1" })).toBe("phone-1");
    expect(await deviceOf({ deviceId: "phone-1" }, header)).toBe("phone-1");
  });
});
