import { describe, expect, it } from "vitest";
import { fixedClock } from "../kernel/clock.ts";
import type { Client, Connection } from "./clients/ports.ts";
import { standingCaller } from "./standing-caller.ts";
import type { StandingCaller, StandingParts } from "./standing-caller.ts";
import type { Person } from "./types.ts";

const SINCE = 1_000;
const BEA: Person = {
  id: "bea",
  displayName: "Bea",
  roles: ["biller"],
  fhirUser: null,
  department: null,
  manager: null,
  active: true,
};
const CLIENT: Client = {
  id: "app",
  title: "App",
  kind: "app",
  owner: "max",
  actsAs: null,
  issuer: null,
  system: null,
  channels: [],
  purposes: [],
  discloses: null,
  scopes: null,
  authentication: { method: "issuer" },
  assertsDevice: false,
  endsAt: 9_000,
  disabledAt: null,
  version: 1,
};
const CALLER: StandingCaller = {
  personId: "bea",
  sessionId: "s1",
  declaredPurpose: "billing",
  caseId: null,
  system: "ehr",
  channel: "fhir",
  scopes: null,
  client: { id: "app", kind: "app", honorsObligations: false, act: "use", recipient: null },
  token: { subject: "bea", clientId: "app", launchPatient: null, origin: null, endsAt: 1_500 },
};

function partsWith(more: {
  person?: Person | undefined;
  client?: Partial<Client>;
  revokedAt?: number;
  revoked?: string;
}): StandingParts {
  const connection: Connection = {
    personId: "bea",
    clientId: "app",
    since: 0,
    usedAt: 0,
    scopes: null,
    purpose: null,
    revokedAt: more.revokedAt ?? null,
  };
  return {
    people: { find: async () => ("person" in more ? more.person : BEA) },
    clients: { find: async () => ({ ...CLIENT, ...more.client }) },
    connections: {
      find: async () => connection,
      isRevoked: async (ids) => more.revoked !== undefined && ids.includes(more.revoked),
    },
    clock: fixedClock(2_000),
  };
}

describe("a caller whose request is over", () => {
  it("F010 stands with the roles of today, after the end of the token", async () => {
    const nurse = { ...BEA, roles: ["nurse"] };
    const standing = await standingCaller(partsWith({ person: nurse }), CALLER, SINCE);
    expect(standing).toMatchObject({ ok: true, value: { person: nurse, declaredPurpose: "billing" } });
  });

  it.each([
    ["has left the roster", { person: undefined }, "person_unknown"],
    ["is inactive", { person: { ...BEA, active: false } }, "person_inactive"],
    ["has no role", { person: { ...BEA, roles: [] } }, "role_missing"],
    ["has taken the app's tokens back since", { revokedAt: SINCE }, "unauthenticated"],
    ["has had the token revoked", { revoked: "s1" }, "unauthenticated"],
    ["came by a client that was disabled", { client: { disabledAt: 1_500 } }, "client_not_permitted"],
    ["came by a client whose registration ended", { client: { endsAt: 1_999 } }, "client_not_permitted"],
  ])("F010 stands no more who %s", async (_, more, reason) => {
    expect(await standingCaller(partsWith(more), CALLER, SINCE)).toEqual({ ok: false, error: reason });
  });

  it("F010 stands when tokens were taken back before", async () => {
    expect((await standingCaller(partsWith({ revokedAt: SINCE - 1 }), CALLER, SINCE)).ok).toBe(true);
  });
});
