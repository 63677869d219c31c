import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isMap, isScalar, isSeq, type Node, parseDocument } from "yaml";
import { readPolicyFiles } from "../../load.ts";
import { compiled, NOW } from "../../testing/changed-policy.ts";
import type { PolicyFile } from "../../types.ts";
import { compilePolicy } from "../../validate.ts";
import { diffOf } from "../diff.ts";
import { othersOf } from "./others.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 25);
const CONTENT = join(import.meta.dirname, "../../../../content");
const read = await readPolicyFiles(CONTENT);
const files = (read.ok ? read.value : []).filter(({ text }) => !/^kind: TestSuite$/m.test(text));
const shipped = compiled(files);

type Way = readonly (string | number)[];

/** Every field of a document, outermost first. */
function waysOf(node: Node | null | undefined, way: Way = []): readonly Way[] {
  const within = isMap<{ value: string }, Node>(node)
    ? node.items.map(({ key, value }) => [key.value, value] as const)
    : isSeq<Node>(node)
      ? node.items.map((value, at) => [at, value] as const)
      : [];
  return within.flatMap(([key, value]) => [[...way, key], ...waysOf(value, [...way, key])]);
}

const LENGTH = /^\d+(?=(m|h|d|w|mo|y)$)/;

/** Another value of the same form; undefined: the field is taken out. */
function another(value: unknown, choice: number): unknown {
  if (typeof value === "boolean") return !value;
  if (typeof value === "number") return value + 1;
  if (typeof value !== "string" || choice % 3 === 0) return undefined;
  if (LENGTH.test(value)) return value.replace(LENGTH, (count) => `${Number(count) + 1}`);
  return choice % 3 === 1 ? `${value}x` : "none";
}

/** The shipped policy with one field of one file changed or taken out. */
function mutated(file: number, field: number, choice: number): readonly PolicyFile[] {
  const at = file % files.length;
  const source = parseDocument(files[at]?.text ?? "");
  const ways = waysOf(source.contents);
  const way = ways[field % ways.length] ?? [];
  const node = source.getIn(way, true);
  const value = another(isScalar(node) ? node.value : null, choice);
  if (value === undefined) source.deleteIn(way);
  else source.setIn(way, value);
  return files.map((one, index) => (index === at ? { ...one, text: source.toString() } : one));
}

test("F171 F172 POL-710 no change of one field that changes the hash of the shipped policy has an empty difference", () => {
  let compared = 0;
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.nat(), (file, field, choice) => {
      const result = compilePolicy(mutated(file, field, choice), NOW);
      if (!result.ok || result.value.hash === shipped.hash) return;
      compared += 1;
      for (const [before, after] of [
        [shipped, result.value],
        [result.value, shipped],
      ] as const) {
        const cells = diffOf(before, after);
        expect(cells.length + othersOf(before, after, cells).length).toBeGreaterThan(0);
        // What no field of the list tells is a gap in it, even where the last resort names the part.
        expect(othersOf(before, after, cells).filter(({ kind }) => kind === "policy")).toEqual([]);
      }
    }),
    { numRuns: RUNS },
  );
  expect(compared).toBeGreaterThan(RUNS / 10);
}, 240_000);

test("F171 POL-710 equal policies differ in nothing", () => {
  const again = compiled(files.toReversed());
  expect([diffOf(shipped, again), othersOf(shipped, again, [])]).toEqual([[], []]);
});
