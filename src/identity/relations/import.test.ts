import { describe, expect, it } from "vitest";
import { NOW, practice, relation } from "../testing/relations.ts";
import { importRelations } from "./import.ts";

const definitions = [
  relation("group-member", {}, { id: "panel", sources: [] }),
  relation("task-owner", {}, { id: "queue", recordBound: true, sources: [] }),
  relation("self", {}, { id: "self", kind: "self", sources: [] }),
];
const HEADER = "relation,person,patient,from,until,refs";

async function imported(...rows: string[]) {
  const parts = { ...practice(), definitions };
  const outcome = await importRelations([HEADER, ...rows].join("\n"), parts);
  const facts = await parts.store.ofHolders(["person/paul.provider"]);
  return { parts, outcome, facts };
}

describe("importRelations", () => {
  it("REL-11 keeps a fact for the person that a row names", async () => {
    const { outcome, facts } = await imported("panel,paul.provider,Patient/pat,2026-01-01,2026-06-30,");
    expect(outcome).toEqual({ imported: 1, errors: [] });
    expect(facts).toMatchObject([
      {
        relation: "panel",
        patientId: "pat",
        from: Date.parse("2026-01-01"),
        until: Date.parse("2026-07-01"),
        refs: [],
        sourceId: "import/panel",
      },
    ]);
  });

  it("REL-11 replaces what was imported for the relations it names, and leaves others", async () => {
    const { parts } = await imported(
      "panel,paul.provider,old,,2026-06-30,",
      "queue,paul.provider,kept,,2026-06-30,Encounter/7",
    );
    await importRelations(`${HEADER}\npanel,paul.provider,new,,2026-06-30,`, parts);
    const facts = await parts.store.ofHolders(["person/paul.provider"]);
    expect(facts.map((fact) => fact.patientId).toSorted()).toEqual(["kept", "new"]);
  });

  it("changes nothing when the same file comes twice", async () => {
    const row = "queue,paul.provider,pat,,2026-06-30,Encounter/7;Claim/3";
    const { parts, facts } = await imported(row);
    await importRelations(`${HEADER}\n${row}`, parts);
    expect(await parts.store.ofHolders(["person/paul.provider"])).toEqual(facts);
    expect(facts[0]?.refs).toEqual(["Encounter/7", "Claim/3"]);
  });

  it.each([
    ["an unknown relation", "friends,paul.provider,pat,,2026-06-30,", "relation"],
    ["a relation that has no facts", "self,paul.provider,pat,,2026-06-30,", "relation"],
    ["an unknown person", "panel,nobody,pat,,2026-06-30,", "person"],
    ["a patient that is no id", "panel,paul.provider,Smith John,,2026-06-30,", "patient"],
    ["REL-11 no end", "panel,paul.provider,pat,,,", "until"],
    ["an end that is no date", "panel,paul.provider,pat,,someday,", "until"],
    ["an end before the start", "panel,paul.provider,pat,2026-06-30,2026-06-01,", "until"],
    ["a start that is no date", "panel,paul.provider,pat,soon,2026-06-30,", "from"],
    ["a record that is none", "queue,paul.provider,pat,,2026-06-30,seven", "refs"],
    ["no record for a relation bound to records", "queue,paul.provider,pat,,2026-06-30,", "refs"],
  ])("refuses %s with its line and column", async (_title, row, column) => {
    const { outcome, facts } = await imported("panel,paul.provider,pat,,2026-06-30,", row);
    expect(outcome.imported).toBe(0);
    expect(outcome.errors.map((error) => [error.line, error.column])).toEqual([[3, column]]);
    expect(facts).toEqual([]);
  });

  it("says all that is wrong at once, without the patient", async () => {
    const { outcome } = await imported("friends,nobody,Smith John,soon,,seven");
    expect(outcome.errors).toHaveLength(6);
    expect(JSON.stringify(outcome.errors)).not.toContain("Smith");
  });

  it("keeps the time of the import", async () => {
    expect((await imported("panel,paul.provider,pat,,2026-06-30,")).facts[0]?.syncedAt).toBe(NOW);
  });
});
