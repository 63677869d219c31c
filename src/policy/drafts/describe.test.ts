import { expect, test } from "vitest";
import type { PolicyEdit } from "../edit/types.ts";
import { changed, NOW } from "../testing/changed-policy.ts";
import { describeEdit } from "./describe.ts";
import { localBench } from "./local-bench.ts";

const bench = localBench(() => NOW);

async function lines(edit: PolicyEdit): Promise<readonly string[]> {
  const edited = await bench.edit(changed({}), edit);
  if (!edited.ok) throw new Error(edited.error.code);
  return describeEdit(edit, edited.value);
}

/** What an edit by hand did that puts one text in place of another, without the line of the file. */
async function byHand(path: string, ...replacements: readonly (readonly [string, string])[]) {
  const before = changed({}).find((file) => file.path === path)?.text ?? "";
  const text = replacements.reduce((all, [find, put]) => all.replace(find, put), before);
  const [wrote, ...rest] = await lines({ kind: "file", path, text });
  expect(wrote).toBe(`wrote ${path}`);
  return rest;
}

test.each([
  [
    "purposes/billing.yaml",
    "to: [health-plan]",
    "to: [health-plan, clearinghouse]",
    "opens purpose billing disclose.to: gained clearinghouse",
  ],
  [
    "roles/privacy-officer.yaml",
    "approve: [billing]",
    "approve: []",
    "narrows role privacy-officer eligible.approve: lost billing",
  ],
  [
    "org.yaml",
    "America/Chicago",
    "America/Denver",
    "may-open org org timeZone: from [America/Chicago] to [America/Denver]",
  ],
] as const)("POL-620 F006 an edit of %s that changes no cell is told: %s", async (path, find, put, line) => {
  expect(await byHand(path, [find, put])).toEqual([line]);
});

test("POL-620 F006 what bears on answers comes before the cells, and wording after them", async () => {
  const told = await byHand(
    "roles/nurse.yaml",
    ["For the cases.", "For the tests."],
    ["provider: true", "provider: false"],
    ["elements: [D, note.body]", "elements: [D]"],
  );
  expect(told).toEqual([
    "narrows role nurse provider: from [true] to [false]",
    "lost nurse/treatment/note.body on clinic [bh]",
    "wording role nurse why",
  ]);
});

test("POL-620 F006 wording is told by its field: what was written stays in the draft", async () => {
  const told = await byHand("roles/nurse.yaml", ["For the cases.", "For Ada Lovelace."]);
  expect(told).toEqual(["wording role nurse why"]);
});

test("POL-620 F006 something whole is told with its fields, and long lists by their field alone", async () => {
  const base = changed({}).find(({ path }) => path === "segments/bh.yaml")?.text ?? "";
  const codes = Array.from({ length: 40 }, (_, n) => `F${n + 10}`).join(", ");
  const text = base.replace("id: bh", "id: other").replace("[F2, F3]", `[${codes}]`);
  const told = await lines({ kind: "file", path: "segments/other.yaml", text });
  expect(told[1]).toMatch(/^narrows segment other \(whole\): gained .*labels\.prefixes: …/);
  expect(told.join()).not.toContain("F40");
});
