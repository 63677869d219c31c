import { expect, it } from "vitest";
import type { RelationFact } from "../catalogue/relations.ts";
import { createFactNames } from "./name-table.ts";
import { BY_RECORD, NO_ROW, PackedRelations } from "./packed-relations.ts";
import { relationNumber } from "./relation-numbers.ts";
import { byName } from "./relation-index.ts";

const NOW = 1_000_000;
const STALE_AFTER = 900_000;

function fact(relation: string, patientId: string, change: Partial<RelationFact> = {}): RelationFact {
  return {
    relation,
    patientId,
    from: 0,
    until: NOW + 1,
    syncedAt: NOW,
    refs: [],
    source: "CareTeam/1",
    ...change,
  };
}

/** Bit 1 for the relation, whether or not the fact names records. */
function bitsFor(relation: string) {
  const number = relationNumber(relation);
  const bits = new Int32Array(number + 1);
  bits[number] = 1;
  return { whole: bits, named: bits, staleAfterMs: new Float64Array(number + 1).fill(STALE_AFTER) };
}

function scanned(facts: readonly RelationFact[], relation: string, now = NOW): number {
  const names = createFactNames();
  return new PackedRelations(facts, names).scan(names.patients.find("p1"), now, 1, bitsFor(relation));
}

it("finds the same facts as an index by name, in the same order, among many patients", () => {
  const facts = Array.from({ length: 5_000 }, (_, n) =>
    fact(n % 3 === 0 ? "clinic" : "panel", `p${(n * 7919) % 1_200}`, {
      until: NOW + (n % 5),
      refs: n % 11 === 0 ? [`Claim/${n}`] : [],
      source: `CareTeam/${n % 40}`,
    }),
  );
  const packed = new PackedRelations(facts, createFactNames());
  const plain = byName(facts);
  for (const relation of ["clinic", "panel", "other"]) {
    expect(new Set(packed.patients(relation))).toEqual(new Set(plain.patients(relation)));
    const found = Array.from({ length: 1_250 }, (_, n) => packed.find(relation, `p${n}`));
    expect(found).toEqual(Array.from({ length: 1_250 }, (_, n) => plain.find(relation, `p${n}`)));
  }
});

it("shares the numbers of patients with the indexes of other people", () => {
  const names = createFactNames();
  const one = new PackedRelations([fact("clinic", "p1")], names);
  const other = new PackedRelations([fact("clinic", "p2"), fact("clinic", "p1")], names);
  const patient = names.patients.find("p1");
  expect(one.find("clinic", "p1")).toEqual(other.find("clinic", "p1"));
  expect([one.firstRow(patient), other.firstRow(patient)]).not.toContain(NO_ROW);
  expect(one.firstRow(names.patients.find("p2"))).toBe(NO_ROW);
});

it("has no row for a patient without a number", () => {
  const index = new PackedRelations([fact("clinic", "p1")], createFactNames());
  expect(index.firstRow(-1)).toBe(NO_ROW);
  expect(index.find("clinic", "nobody")).toEqual([]);
});

it.each<[string, Partial<RelationFact>, number]>([
  ["begins now", { from: NOW }, 1],
  ["begins later", { from: NOW + 1 }, 0],
  ["ends now", { until: NOW }, 0],
  ["was read as long ago as is allowed", { syncedAt: NOW - STALE_AFTER }, 1],
  ["was read longer ago", { syncedAt: NOW - STALE_AFTER - 1 }, 0],
  ["never ends", { from: -Infinity, until: Infinity }, 1],
])("DEC-REL-2 DEC-REL-3 scans a fact that %s", (_, change, bits) => {
  expect(scanned([fact("clinic", "p1", change)], "clinic")).toBe(bits);
});

it("DEC-REL-4 leaves a fact that names records to whoever knows the record", () => {
  expect(scanned([fact("clinic", "p1", { refs: ["Claim/1"] })], "clinic")).toBe(BY_RECORD);
});

it("scans no fact of another relation or patient", () => {
  expect(scanned([fact("panel", "p1"), fact("clinic", "p2")], "clinic")).toBe(0);
});
