import { afterEach, describe, expect, it } from "vitest";
import type { RelationStore } from "../identity/ports.ts";
import {
  clientStoreContract,
  connectionStoreContract,
} from "../identity/clients/testing/client-store.contract.ts";
import { sessionStoreContract } from "../identity/sessions/testing/session-store.contract.ts";
import { peopleStoreContract, personNamed } from "../identity/testing/people-store.contract.ts";
import { heldFact, relationStoreContract } from "../identity/testing/relation-store.contract.ts";
import { memorySealer } from "../keys/testing/sealer.ts";
import { createClientStore } from "./client-store.ts";
import { createConnectionStore } from "./connection-store.ts";
import type { Database } from "./database.ts";
import { createPeopleStore } from "./people-store.ts";
import { createPatientKeyStore } from "./patient-key-store.ts";
import { createRelationStore } from "./relation-store.ts";
import { createSessionStore } from "./session-store.ts";
import { bytesOf, freshDatabase } from "./testing/database.ts";

let database: Database;

async function openRelationStore(): Promise<RelationStore> {
  database = await freshDatabase();
  return createRelationStore(database.kysely, memorySealer(createPatientKeyStore(database.kysely)));
}

afterEach(() => database.close());

describe("PeopleStore in PostgreSQL", () => {
  peopleStoreContract(async () => {
    database = await freshDatabase();
    return createPeopleStore(database.kysely);
  });
});

describe("RelationStore in PostgreSQL", () => {
  relationStoreContract(openRelationStore);

  it("F009 shows neither patient nor records in what is stored", async () => {
    const store = await openRelationStore();
    const fact = heldFact("patient-canary", {
      refs: ["Encounter/ref-canary"],
      source: "CareTeam/src-canary",
    });
    await store.replaceSource("s", [fact], 0);
    const stored = await bytesOf(database, "relation_fact");
    expect(stored).toContain("care-team");
    expect(stored).not.toContain("canary");
  });
});

describe("SessionStore in PostgreSQL", () => {
  sessionStoreContract(async () => {
    database = await freshDatabase();
    await createPeopleStore(database.kysely).upsert([personNamed("bea.biller"), personNamed("nina.nurse")]);
    return createSessionStore(database.kysely);
  });
});

describe("ClientStore in PostgreSQL", () => {
  clientStoreContract(async () => {
    database = await freshDatabase();
    const people = ["sam.security", "harper.release"].map((id) => personNamed(id));
    await createPeopleStore(database.kysely).upsert(people);
    return createClientStore(database.kysely);
  });
});

describe("ConnectionStore in PostgreSQL", () => {
  connectionStoreContract(async () => {
    database = await freshDatabase();
    const people = ["bea.biller", "nina.nurse"].map((id) => personNamed(id));
    await createPeopleStore(database.kysely).upsert(people);
    return createConnectionStore(database.kysely);
  });
});
