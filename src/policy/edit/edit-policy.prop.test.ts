import { join } from "node:path";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { TRANSFORMS } from "../../catalogue/transforms.ts";
import { cellsOf } from "../analyze/cells.ts";
import { formatPolicyFile } from "../format/format.ts";
import { readPolicyFiles } from "../load.ts";
import { changed, NOW } from "../testing/changed-policy.ts";
import { role } from "../testing/role-arbitrary.ts";
import type { CompiledPolicy, PolicyFile } from "../types.ts";
import { validatePolicy } from "../validate.ts";
import { editPolicy, withChanges } from "./edit-policy.ts";
import type { CellEdit } from "./types.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 40);
const ELEMENTS = [
  "patient.name",
  "patient.birth-date",
  "patient.address",
  "claim.lines",
  "claim.dx-codes",
  "note.body",
];
const EXPECTED = ["beyond_ceiling", "role_never", "cannot_join", "grant_absent"];

/** A set that holds a set, a glob and a form, and takes something out again. */
const NESTED = `apiVersion: modicum/v1
kind: ElementSet
id: Nested
title: Nested
owner: privacy-officer
reviewBy: 2027-05-01
cfr: [164.514(d)(2)]
why: For a test.
elements: [D, claim.*, {id: claim.lines, as: mask}]
except: [patient.address]
`;

const validate = (files: readonly PolicyFile[]) => validatePolicy(files, NOW);

/** A cell of the generated role; its place is one of those the generator draws grants from. */
const edit: fc.Arbitrary<CellEdit> = fc.record({
  kind: fc.constant("cell" as const),
  role: fc.constant("generated"),
  purpose: fc.constantFrom("payment", "treatment"),
  on: fc.constantFrom("billable", "clinic", "claim-assigned"),
  element: fc.constantFrom(...ELEMENTS),
  as: fc.constantFrom("drop", "drop", ...TRANSFORMS),
});

/** Everything that is shown but in the asked cell, by its place; rules are named by their place in a file. */
function others(policy: CompiledPolicy, { role: id, purpose, on, element }: CellEdit): readonly string[] {
  return cellsOf(policy)
    .filter(
      (cell) => !(cell.role === id && cell.purpose === purpose && cell.on === on && cell.element === element),
    )
    .map(({ rule: _rule, ...cell }) => JSON.stringify(cell))
    .toSorted();
}

function asked(policy: CompiledPolicy, { role: id, purpose, on, element }: CellEdit): readonly string[] {
  const cells = cellsOf(policy, { role: id, purpose }).filter(
    (cell) => cell.on === on && cell.element === element,
  );
  return [...new Set(cells.map(({ as }) => as))];
}

function compiledOf(files: readonly PolicyFile[]): CompiledPolicy {
  const { policy } = validate(files);
  if (policy === null) throw new Error("the policy does not compile");
  return policy;
}

/** INVARIANT under test: exactly the asked cell changes, in canonical text, or there is a reason why not. */
function checkEdit(files: readonly PolicyFile[], wanted: CellEdit): "done" | "refused" {
  const before = compiledOf(files);
  const result = editPolicy(files, wanted, validate);
  if (!result.ok) {
    expect(EXPECTED).toContain(result.error.code);
    return "refused";
  }
  const after = withChanges(files, result.value.files);
  const policy = compiledOf(after);
  expect(others(policy, wanted)).toEqual(others(before, wanted));
  expect(asked(policy, wanted)).toEqual(wanted.as === "drop" ? [] : [wanted.as]);
  for (const { path, text } of result.value.files) {
    expect(formatPolicyFile({ path, text: text ?? "" })).toEqual({ ok: true, value: text });
  }
  expect(editPolicy(after, wanted, validate)).toMatchObject({ ok: true, value: { files: [] } });
  return "done";
}

describe("an edit of a cell", () => {
  test("POL-617 F006 changes exactly that cell of any policy, or is refused with a reason", () => {
    const outcomes: string[] = [];
    fc.assert(
      fc.property(role, fc.boolean(), edit, (file, nested, wanted) => {
        const text = stringify(file);
        const files = changed({
          "sets/nested.yaml": NESTED,
          "roles/generated.yaml": nested ? text.replaceAll("claim.*", "Nested") : text,
        });
        fc.pre(validate(files).policy !== null);
        outcomes.push(checkEdit(files, wanted));
      }),
      { numRuns: RUNS },
    );
    expect(outcomes.filter((outcome) => outcome === "done").length).toBeGreaterThan(RUNS / 8);
  });
});

describe("an edit of the shipped policy", () => {
  let shipped: readonly PolicyFile[];
  let policy: CompiledPolicy;

  beforeAll(async () => {
    const read = await readPolicyFiles(join(import.meta.dirname, "../../../content"));
    if (!read.ok) throw new Error("the shipped policy cannot be read");
    shipped = read.value;
    policy = compiledOf(shipped);
  });

  test("F006 takes any one cell out without touching another", () => {
    const cells = cellsOf(policy);
    fc.assert(
      fc.property(fc.nat({ max: cells.length - 1 }), (at) => {
        const cell = cells[at];
        if (cell === undefined) throw new Error("there are cells");
        const { role: id, purpose, on, element } = cell;
        expect(checkEdit(shipped, { kind: "cell", role: id, purpose, on, element, as: "drop" })).toBe("done");
      }),
      { numRuns: Math.ceil(RUNS / 10) },
    );
  });
});
