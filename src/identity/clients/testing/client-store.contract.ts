import { beforeEach, describe, expect, it } from "vitest";
import type { Client, ClientStore, ConnectionStore } from "../ports.ts";

const NOON = Date.parse("2026-05-04T12:00:00Z");
const MINUTE = 60_000;

/** A registration whose fields can be set one by one. */
export function clientNamed(id: string, fields: Partial<Client> = {}): Client {
  return {
    id,
    title: "A lab app",
    kind: "app",
    owner: "sam.security",
    actsAs: null,
    issuer: null,
    system: null,
    channels: [],
    purposes: [],
    discloses: null,
    scopes: null,
    authentication: { method: "issuer" },
    assertsDevice: false,
    endsAt: NOON + 365 * 24 * 60 * MINUTE,
    disabledAt: null,
    version: 1,
    ...fields,
  };
}

/** What every implementation of ClientStore keeps to. `open` gives an empty store. */
export function clientStoreContract(open: () => Promise<ClientStore>): void {
  let store: ClientStore;
  const full = clientNamed("registry", {
    kind: "service",
    actsAs: "harper.release",
    issuer: "https://login.example.org",
    system: "ehr",
    channels: ["fhir", "api"],
    purposes: ["release-of-information"],
    discloses: { class: "public-health-authority", id: "state-registry", verified: true },
    scopes: ["system/Immunization.rs"],
    authentication: { method: "private_key_jwt", keys: [{ kty: "OKP", crv: "Ed25519", x: "AA" }] },
    assertsDevice: true,
    disabledAt: NOON,
  });

  beforeEach(async () => {
    store = await open();
  });

  it("F012 keeps every field as it was given", async () => {
    expect(await store.add(full)).toBe(true);
    expect(await store.find(full.id)).toEqual(full);
  });

  it("does not add an id twice", async () => {
    await store.add(full);
    expect(await store.add(clientNamed(full.id))).toBe(false);
    expect(await store.find(full.id)).toEqual(full);
  });

  it("finds nothing by an id that no client has", async () => {
    expect(await store.find("nobody")).toBeUndefined();
  });

  it("lists by id, page by page", async () => {
    for (const id of ["b", "a", "c"]) await store.add(clientNamed(id));
    expect((await store.list({ limit: 2 })).map(({ id }) => id)).toEqual(["a", "b"]);
    expect((await store.list({ after: "b", limit: 2 })).map(({ id }) => id)).toEqual(["c"]);
  });

  it("of two changes made on one version does the first alone", async () => {
    await store.add(full);
    const changes = await Promise.all([
      store.change({ ...full, title: "One" }, 1),
      store.change({ ...full, title: "Two" }, 1),
    ]);
    expect(changes.filter(Boolean)).toHaveLength(1);
    expect(await store.find(full.id)).toMatchObject({ version: 2, title: changes[0] ? "One" : "Two" });
  });

  it("changes nothing that is not there", async () => {
    expect(await store.change(full, 1)).toBe(false);
  });
}

/** What every implementation of ConnectionStore keeps to. `open` gives an empty store. */
export function connectionStoreContract(open: () => Promise<ConnectionStore>): void {
  let store: ConnectionStore;
  const used = {
    personId: "bea.biller",
    clientId: "lab-app",
    usedAt: NOON,
    scopes: ["user/Claim.rs"],
    purpose: "billing",
  };

  beforeEach(async () => {
    store = await open();
    await store.use(used);
  });

  it("F163 keeps with which scopes and for which purpose an app was used", async () => {
    expect(await store.ofPerson("bea.biller")).toEqual([{ ...used, since: NOON, revokedAt: null }]);
  });

  it("keeps the first use, and moves the last one forward, never back", async () => {
    await store.use({ ...used, usedAt: NOON + MINUTE, scopes: null, purpose: null });
    await store.use({ ...used, usedAt: NOON - MINUTE });
    expect(await store.find("bea.biller", "lab-app")).toMatchObject({ since: NOON, usedAt: NOON + MINUTE });
  });

  it("lists no one else's, the latest used first", async () => {
    await store.use({ ...used, clientId: "other", usedAt: NOON + MINUTE });
    await store.use({ ...used, personId: "nina.nurse" });
    expect((await store.ofPerson("bea.biller")).map(({ clientId }) => clientId)).toEqual([
      "other",
      "lab-app",
    ]);
  });

  describe("revoke", () => {
    it("keeps since when tokens are not believed, also when the app is used again", async () => {
      expect(await store.revoke("bea.biller", "lab-app", NOON + MINUTE)).toBe(true);
      await store.use({ ...used, usedAt: NOON + 2 * MINUTE });
      expect(await store.find("bea.biller", "lab-app")).toMatchObject({ revokedAt: NOON + MINUTE });
    });

    it("never moves back", async () => {
      await store.revoke("bea.biller", "lab-app", NOON + MINUTE);
      await store.revoke("bea.biller", "lab-app", NOON);
      expect(await store.find("bea.biller", "lab-app")).toMatchObject({ revokedAt: NOON + MINUTE });
    });

    it("says where there is nothing to take back", async () => {
      expect(await store.revoke("nina.nurse", "lab-app", NOON)).toBe(false);
    });
  });

  it("knows a token that was taken back, among others", async () => {
    expect(await store.revokeToken("token-1", NOON + MINUTE, NOON)).toBe(true);
    expect(await store.revokeToken("token-1", NOON + MINUTE, NOON)).toBe(false);
    expect(await store.isRevoked(["token-2", "token-1"])).toBe(true);
    expect(await store.isRevoked(["token-2"])).toBe(false);
  });
}
