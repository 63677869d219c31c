import { describe, expect, it } from "vitest";
import { importPeople } from "./people-import.ts";
import { memoryPeopleStore } from "./testing/memory-people-store.ts";
import { personNamed } from "./testing/people-store.contract.ts";

const HEADER = "userName,displayName,role,fhirUser,manager,department";
const roles = new Map([
  ["nurse", []],
  ["biller", []],
  ["coder", []],
  ["auditor", ["security-officer"]],
  ["security-officer", ["auditor"]],
]);
const importer = "sam.security";
const nina = personNamed("nina.nurse", {
  displayName: "Nina",
  fhirUser: "Practitioner/1",
  department: "primary-care",
});
const NINA = "nina.nurse,Nina,nurse,Practitioner/1,,primary-care";

async function imported(
  rows: readonly string[],
  options: { readonly preview?: boolean; readonly header?: string } = {},
) {
  const store = memoryPeopleStore([nina, personNamed("max.manager", { roles: ["coder"] })]);
  const csv = [options.header ?? HEADER, ...rows].join("\r\n");
  const outcome = await importPeople(csv, store, { roles, importer, preview: options.preview ?? false });
  return { store, outcome };
}

describe("importPeople", () => {
  it("reads a file that a spreadsheet separated by semicolons, several roles in quotes", async () => {
    const row = 'ann.new;"Ann, New";"biller;coder";;max.manager;billing';
    const { store, outcome } = await imported([row], { header: HEADER.replaceAll(",", ";") });
    expect(outcome.errors).toEqual([]);
    expect(await store.find("ann.new")).toMatchObject({
      displayName: "Ann, New",
      roles: ["biller", "coder"],
    });
  });

  it("F007 refuses roles that the policy says nobody holds together", async () => {
    const { outcome } = await imported(["ann.both,Ann,auditor;security-officer,,,"]);
    expect(outcome.errors.map(({ column, message }) => [column, message])).toEqual([
      ["role", "the roles `auditor` and `security-officer` conflict"],
    ]);
  });

  it("F007 lets nobody change their own row, and takes it as it is", async () => {
    const sam = personNamed("sam.security", { displayName: "Sam", roles: ["security-officer"] });
    const store = memoryPeopleStore([sam]);
    const ask = (role: string) =>
      importPeople(`${HEADER}\nsam.security,Sam,${role},,,`, store, { roles, importer });
    expect((await ask("nurse")).errors.map(({ column }) => column)).toEqual(["userName"]);
    expect((await store.find("sam.security"))?.roles).toEqual(["security-officer"]);
    expect((await ask("security-officer")).errors).toEqual([]);
  });

  it("adds a person with every column", async () => {
    const { store } = await imported([
      `bea.biller,"Biller, Bea",biller; coder,Practitioner/2,max.manager,billing`,
    ]);
    expect(await store.find("bea.biller")).toEqual({
      id: "bea.biller",
      displayName: "Biller, Bea",
      roles: ["biller", "coder"],
      fhirUser: "Practitioner/2",
      manager: "max.manager",
      department: "billing",
      active: true,
    });
  });

  it("says what was added, changed, left, and who is missing", async () => {
    const { outcome } = await imported([NINA, "bea.biller,Bea,biller,,,"]);
    expect(outcome).toEqual({ added: 1, changed: 0, unchanged: 1, missing: ["max.manager"], errors: [] });
  });

  it("never deletes who is missing", async () => {
    const { store } = await imported(["bea.biller,Bea,biller,,,"]);
    expect(await store.find("nina.nurse")).toEqual(nina);
  });

  it("says the same in preview, and changes nothing", async () => {
    const rows = [NINA.replace("primary-care", "laboratory"), "bea.biller,Bea,biller,,,"];
    const { store, outcome } = await imported(rows, { preview: true });
    expect(outcome).toMatchObject({ added: 1, changed: 1, unchanged: 0 });
    expect([await store.find("bea.biller"), await store.find("nina.nurse")]).toEqual([undefined, nina]);
  });

  it("changes nothing when the same file comes twice", async () => {
    const { store } = await imported([NINA]);
    const again = await importPeople(`${HEADER}\n${NINA}`, store, { roles, importer });
    expect(again).toMatchObject({ added: 0, changed: 0, unchanged: 1 });
  });

  it("does not bring back an account that has ended", async () => {
    const store = memoryPeopleStore([{ ...nina, active: false }]);
    await importPeople(`${HEADER}\n${NINA}`, store, { roles, importer });
    expect((await store.find("nina.nurse"))?.active).toBe(false);
  });

  it("takes columns in any order, and a byte order mark", async () => {
    const header = "\uFEFFrole,userName,displayName,department,manager,fhirUser";
    const { outcome } = await imported(["biller,bea.biller,Bea,,,"], { header });
    expect(outcome).toMatchObject({ added: 1, errors: [] });
  });

  it("lets two people exchange their fhirUser", async () => {
    const { store } = await imported([NINA, "bea.biller,Bea,biller,Practitioner/2,,"]);
    const swapped = [NINA.replace("/1", "/2"), "bea.biller,Bea,biller,Practitioner/1,,"];
    const outcome = await importPeople([HEADER, ...swapped].join("\n"), store, { roles, importer });
    expect(outcome).toMatchObject({ changed: 2, errors: [] });
  });

  it.each([
    ["a name that is no sign-in name", "Bea Biller,Bea,biller,,,", "userName"],
    ["F046 a shared name", "frontdesk1,Front Desk,nurse,,,", "userName"],
    ["an empty display name", "bea.biller,,biller,,,", "displayName"],
    ["a role the policy does not have", "bea.biller,Bea,wizard,,,", "role"],
    ["no role", "bea.biller,Bea,,,,", "role"],
    ["a fhirUser that is none", "bea.biller,Bea,biller,Group/1,,", "fhirUser"],
    ["a fhirUser that another person has", "bea.biller,Bea,biller,Practitioner/1,,", "fhirUser"],
    ["a manager whom nobody knows", "bea.biller,Bea,biller,,nobody,", "manager"],
    ["one's own manager", "bea.biller,Bea,biller,,bea.biller,", "manager"],
  ])("refuses %s, with line and column", async (_title, row, column) => {
    const { outcome, store } = await imported(["cory.coder,Cory,coder,,,", row]);
    expect(outcome.errors.map((error) => [error.line, error.column])).toEqual([[3, column]]);
    expect(await store.find("cory.coder")).toBeUndefined();
  });

  it.each([
    ["shorter", "cory.coder,Cory,coder", 3],
    ["shorter by its last cell", "cory.coder,Cory,coder,,", 5],
    ["longer", "cory.coder,Cory,coder,,,,billing", 7],
  ])(
    "F027 imports nothing of a file with a line that is %s, and tells its number",
    async (_, short, cells) => {
      const rows = [
        "bea.biller,Bea,biller,,,",
        '"ann.new","Ann, New",coder,,,',
        short,
        "dan.new,Dan,nurse,,,",
      ];
      const { outcome, store } = await imported(rows);
      const message = `the row has ${cells} cells where the header has 6`;
      expect(outcome.errors).toEqual([{ line: 4, column: null, message }]);
      expect(outcome).toMatchObject({ added: 0, changed: 0 });
      for (const id of ["bea.biller", "ann.new", "cory.coder", "dan.new"])
        expect(await store.find(id)).toBeUndefined();
    },
  );

  it("refuses a name that comes twice", async () => {
    const { outcome } = await imported(["bea.biller,Bea,biller,,,", "bea.biller,Bea,coder,,,"]);
    expect(outcome.errors).toEqual([{ line: 3, column: "userName", message: "`bea.biller` comes twice" }]);
  });

  it("refuses a fhirUser that comes twice", async () => {
    const rows = ["bea.biller,Bea,biller,Practitioner/7,,", "cory.coder,Cory,coder,Practitioner/7,,"];
    expect((await imported(rows)).outcome.errors).toMatchObject([{ line: 3, column: "fhirUser" }]);
  });

  it("says all that is wrong at once, by line", async () => {
    const { outcome } = await imported(["frontdesk1,,wizard,Group/1,nobody,", "too,few", "x y,X,nurse,,,"]);
    expect(outcome.errors.map((error) => error.line)).toEqual([2, 2, 2, 2, 2, 3, 4]);
  });

  it.each([
    ["a missing column", "userName,displayName,role,fhirUser,manager", ["department"]],
    ["a column nobody knows", `${HEADER},password`, ["password"]],
    ["an empty file", "", ["userName", "displayName", "role", "fhirUser", "manager", "department"]],
  ])("refuses %s", async (_title, header, columns) => {
    const { outcome } = await imported([], { header });
    expect(outcome.errors.map((error) => error.column)).toEqual(columns);
  });

  it("refuses what is not CSV, with its line", async () => {
    const { outcome } = await imported([NINA, `bea.biller,"Bea" x,biller,,,`]);
    expect(outcome.errors).toMatchObject([{ line: 3, column: null }]);
  });
});
