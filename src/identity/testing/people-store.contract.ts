import { beforeEach, describe, expect, it } from "vitest";
import type { PeopleStore } from "../ports.ts";
import type { Person } from "../types.ts";

/** A member of the workforce whose fields can be set one by one. */
export function personNamed(id: string, fields: Partial<Person> = {}): Person {
  return {
    id,
    displayName: id,
    roles: ["nurse"],
    fhirUser: null,
    department: null,
    manager: null,
    active: true,
    ...fields,
  };
}

/** What every implementation of PeopleStore keeps to. `open` gives an empty store. */
export function peopleStoreContract(open: () => Promise<PeopleStore>): void {
  let store: PeopleStore;
  const nina = personNamed("nina.nurse", {
    fhirUser: "Practitioner/1",
    department: "clinic",
    manager: "max",
  });
  const bea = personNamed("bea.biller", { displayName: "Bea 100% Right", roles: ["biller", "coder"] });

  beforeEach(async () => {
    store = await open();
  });

  describe("upsert", () => {
    it("keeps every field as it was given", async () => {
      await store.upsert([nina]);
      expect(await store.find("nina.nurse")).toEqual(nina);
    });

    it("counts what it added, changed and left", async () => {
      await store.upsert([nina, bea]);
      const changed = { ...bea, department: "finance" };
      expect(await store.upsert([nina, changed, personNamed("cal.callcenter")])).toEqual({
        added: 1,
        changed: 1,
        unchanged: 1,
      });
    });

    it("changes nothing when the same rows come twice", async () => {
      await store.upsert([nina, bea]);
      expect(await store.upsert([nina, bea])).toEqual({ added: 0, changed: 0, unchanged: 2 });
    });

    it("lets two people exchange their fhirUser", async () => {
      const other = personNamed("another.nurse", { fhirUser: "Practitioner/2" });
      await store.upsert([nina, other]);
      await store.upsert([
        { ...nina, fhirUser: "Practitioner/2" },
        { ...other, fhirUser: "Practitioner/1" },
      ]);
      expect((await store.find("nina.nurse"))?.fhirUser).toBe("Practitioner/2");
    });

    it("adds none when one of them takes another's fhirUser", async () => {
      await store.upsert([nina]);
      const thief = personNamed("another.nurse", { fhirUser: "Practitioner/1" });
      await expect(store.upsert([bea, thief])).rejects.toThrow("roster");
      expect(await store.find("bea.biller")).toBeUndefined();
    });
  });

  describe("list", () => {
    beforeEach(() => store.upsert([nina, bea]));

    it.each([
      ["gives people by id", {}, ["bea.biller", "nina.nurse"]],
      ["goes on after an id", { after: "bea.biller" }, ["nina.nurse"]],
      ["finds by role", { role: "coder" }, ["bea.biller"]],
      ["finds by a part of the name in any case", { text: "100% r" }, ["bea.biller"]],
      ["takes a wildcard for itself", { text: "b_a" }, []],
    ])("%s", async (_title, query, ids) => {
      expect((await store.list({ limit: 10, ...query })).map((person) => person.id)).toEqual(ids);
    });

    it("gives no more than the limit", async () => {
      expect(await store.list({ limit: 1 })).toHaveLength(1);
    });
  });

  it("finds nobody by an id that nobody has", async () => {
    expect(await store.find("nobody")).toBeUndefined();
  });
}
