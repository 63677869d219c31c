import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PeopleStore } from "../identity/ports.ts";
import type { Database } from "../store/database.ts";
import { createPeopleStore } from "../store/people-store.ts";
import { freshDatabase } from "../store/testing/database.ts";
import { importFirstPeople } from "./people-first.ts";

const ROLES = new Map([["privacy-officer", []]]);
const HEADER = "userName,displayName,role,fhirUser,manager,department\n";
const ANN = `${HEADER}ann.officer,Ann Officer,privacy-officer,,,privacy\n`;
const BEN = `${HEADER}ben.officer,Ben Officer,privacy-officer,,,privacy\n`;

let database: Database;
let people: PeopleStore;

beforeEach(async () => {
  database = await freshDatabase();
  people = createPeopleStore(database.kysely);
});

afterEach(() => database.close());

describe("people import --first", () => {
  it("F045 puts the first people into an empty roster", async () => {
    await importFirstPeople(ANN, people, { roles: ROLES, preview: false });
    expect(await people.find("ann.officer")).toMatchObject({ roles: ["privacy-officer"], active: true });
  });

  it("F045 refuses once anybody is on the roster, and changes nothing", async () => {
    await importFirstPeople(ANN, people, { roles: ROLES, preview: false });
    const again = importFirstPeople(BEN, people, { roles: ROLES, preview: false });
    await expect(again).rejects.toMatchObject({ code: "conflict" });
    expect(await people.find("ben.officer")).toBeUndefined();
  });

  it("F045 says in a preview what would change, and leaves the roster empty", async () => {
    const told = await importFirstPeople(ANN, people, { roles: ROLES, preview: true });
    expect(told.added).toBe(1);
    expect(await people.find("ann.officer")).toBeUndefined();
  });
});
