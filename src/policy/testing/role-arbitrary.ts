import * as fc from "fast-check";
import type { RoleSource } from "../source/role.ts";

type Grant = Exclude<RoleSource["grants"], "none">[number];

const name = fc.constantFrom(
  "D",
  "claim.*",
  "patient.*",
  "patient.name",
  "patient.birth-date",
  "claim.lines",
  "note.body",
);
const entry = fc.oneof(
  { weight: 4, arbitrary: name },
  { weight: 1, arbitrary: fc.record({ id: name, as: fc.constantFrom("mask", "generalize:year", "keep") }) },
);
const elements = fc.uniqueArray(entry, {
  minLength: 1,
  maxLength: 4,
  selector: (item) => JSON.stringify(item),
});
const segments = fc.oneof(
  fc.subarray(["bh", "psychotherapy"]),
  fc.dictionary(name, fc.subarray(["bh", "psychotherapy"], { minLength: 1 }), { maxKeys: 2 }),
);

/** A grant under one of the two purposes, of the base policy, that have no ceiling of their own. */
export const grant: fc.Arbitrary<Grant> = fc.record({
  purpose: fc.constantFrom("payment", "treatment"),
  on: fc.constantFrom("billable", "clinic", "claim-assigned"),
  can: fc.subarray(["read", "search"] as const, { minLength: 1 }).map((can) => [...can]),
  elements: elements.map((list) => list as Grant["elements"]),
  segments,
  systems: fc.subarray(["ehr", "lis"]),
});

/** A Role file as plain data. */
export const role: fc.Arbitrary<Record<string, unknown>> = fc
  .record({
    why: fc.string({ minLength: 1, maxLength: 300, unit: "grapheme" }).map((text) => `${text}.`),
    functions: fc.uniqueArray(fc.lorem({ maxCount: 3 }), { minLength: 1, maxLength: 4 }),
    grants: fc.array(grant, { minLength: 1, maxLength: 4 }),
  })
  .map(({ why, functions, grants }) => ({
    apiVersion: "modicum/v1",
    kind: "Role",
    id: "generated",
    title: "Generated",
    owner: "privacy-officer",
    reviewBy: "2027-05-01",
    cfr: ["164.514(d)(2)"],
    why,
    jobFunctions: functions,
    grants,
    recertify: { every: "1y", by: "manager" },
  }));
