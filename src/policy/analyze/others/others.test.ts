import { expect, test } from "vitest";
import { changed, compiled } from "../../testing/changed-policy.ts";
import { readBase } from "../../testing/base-policy.ts";
import { diffOf } from "../diff.ts";
import { othersOf } from "./others.ts";

const before = compiled(readBase());

test.each([
  [
    "purposes/billing.yaml",
    "to: [health-plan]",
    "to: [health-plan, clearinghouse]",
    "purpose billing disclose.to",
    "opens",
  ],
  ["segments/bh.yaml", "[F2, F3]", "[F2]", "segment bh labels.prefixes", "opens"],
  ["relations/clinic.yaml", "before: 30d", "before: 3000d", "relation clinic sources.", "opens"],
  [
    "roles/privacy-officer.yaml",
    "approve: [billing]",
    "approve: []",
    "role privacy-officer eligible.approve",
    "narrows",
  ],
  ["org.yaml", "America/Chicago", "America/Denver", "org org timeZone", "may-open"],
  ["roles/nurse.yaml", "For the cases.", "For the tests.", "role nurse why", "wording"],
] as const)(
  "F171 POL-711 %s: `%s` to `%s` changes no cell, and is named",
  (path, find, put, place, bearing) => {
    const after = compiled(changed({ [path]: [find, put] }));
    const cells = diffOf(before, after);
    const others = othersOf(before, after, cells);
    expect(cells).toEqual([]);
    expect(others).toHaveLength(1);
    expect(others.map(({ kind, id, field }) => `${kind} ${id} ${field}`)[0]).toContain(place);
    expect(others[0]?.bearing).toBe(bearing);
  },
);

test("F171 POL-711 codes are named under the key of their file, also where they label alike", () => {
  const after = compiled(
    changed({ "segments/bh.yaml": ["labels:", "notice: Do not pass this on.\nlabels:"] }),
  );
  expect(othersOf(before, after, [])).toMatchObject([{ kind: "segment", id: "bh", field: "notice" }]);
  const codes = (key: string) =>
    compiled(
      changed({ "segments/bh.yaml": ["  prefixes:", `  ${key}: {"http://x.org": [A]}\n  prefixes:`] }),
    );
  const moved = othersOf(codes("codes"), codes("medications"), []);
  expect(moved.map(({ field, bearing }) => [field, bearing])).toEqual([
    ["labels.codes", "opens"],
    ["labels.medications", "narrows"],
  ]);
});

test("F171 POL-711 the contrary change has the contrary bearing", () => {
  const after = compiled(changed({ "segments/bh.yaml": ["[F2, F3]", "[F2]"] }));
  expect(othersOf(after, before, [])).toMatchObject([
    { was: [], is: [expect.stringMatching(/F3$/)], bearing: "narrows" },
  ]);
});
