import { describe } from "vitest";
import { memorySessionStore } from "../sessions/testing/memory-session-store.ts";
import { sessionStoreContract } from "../sessions/testing/session-store.contract.ts";
import { memoryPeopleStore } from "./memory-people-store.ts";
import { memoryRelationStore } from "./memory-relation-store.ts";
import { peopleStoreContract } from "./people-store.contract.ts";
import { relationStoreContract } from "./relation-store.contract.ts";

describe("PeopleStore in memory", () => {
  peopleStoreContract(async () => memoryPeopleStore());
});

describe("RelationStore in memory", () => {
  relationStoreContract(async () => memoryRelationStore());
});

describe("SessionStore in memory", () => {
  sessionStoreContract(async () => memorySessionStore());
});
