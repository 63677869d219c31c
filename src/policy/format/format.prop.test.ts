import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Document, isCollection, isScalar, parse, Scalar, visit } from "yaml";
import { role } from "../testing/role-arbitrary.ts";
import { formatPolicyFile } from "./format.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 200);
const STYLES: readonly Scalar.Type[] = [
  Scalar.PLAIN,
  Scalar.QUOTE_DOUBLE,
  Scalar.QUOTE_SINGLE,
  Scalar.BLOCK_FOLDED,
  Scalar.BLOCK_LITERAL,
];

interface Choice {
  readonly flow: boolean;
  readonly style: number;
  readonly comment: string | null;
  readonly space: boolean;
}

const choice: fc.Arbitrary<Choice> = fc.record({
  flow: fc.boolean(),
  style: fc.nat({ max: STYLES.length - 1 }),
  comment: fc.option(fc.stringMatching(/^ [a-z]{1,12}( [a-z]{1,12}){0,3}$/), { freq: 8 }),
  space: fc.boolean(),
});

/** The same role as different writers would type it: braces or lines, any quotes, comments, blank lines, any order. */
const typed = fc
  .tuple(
    role,
    fc.array(choice, { minLength: 40, maxLength: 40 }),
    fc.integer({ min: 40, max: 160 }),
    fc.boolean(),
  )
  .map(([file, choices, lineWidth, reversed]) => {
    const entries = Object.entries(file);
    const document = new Document(Object.fromEntries(reversed ? entries.toReversed() : entries));
    let next = 0;
    visit(document, (key, node) => {
      const { flow, style, comment, space } = choices[next++ % choices.length] ?? {
        flow: false,
        style: 0,
        comment: null,
        space: false,
      };
      if (isCollection(node) && node !== document.contents) node.flow = flow;
      if (isScalar(node) && typeof node.value === "string" && key !== "key") {
        node.type = STYLES[style] ?? Scalar.PLAIN;
        if (comment !== null && typeof key === "number") node.comment = comment;
        if (space && typeof key === "number") node.spaceBefore = true;
      }
    });
    return document.toString({ lineWidth });
  });

function format(text: string): string {
  const result = formatPolicyFile({ path: "roles/generated.yaml", text });
  if (!result.ok) throw new Error(result.error.map(({ id, message }) => `${id} ${message}`).join("; "));
  return result.value;
}

test("POL-608 formatting twice changes nothing", () => {
  fc.assert(
    fc.property(typed, (text) => {
      const once = format(text);
      expect(format(once)).toBe(once);
    }),
    { numRuns: RUNS },
  );
}, 60_000);

test("POL-609 formatting keeps every value", () => {
  fc.assert(
    fc.property(typed, (text) => {
      expect(parse(format(text))).toEqual(parse(text));
    }),
    { numRuns: RUNS },
  );
}, 60_000);

test("POL-609 formatting keeps every comment", () => {
  let comments = 0;
  fc.assert(
    fc.property(typed, (text) => {
      comments += commentsOf(text).length;
      expect(commentsOf(format(text))).toEqual(commentsOf(text));
    }),
    { numRuns: RUNS },
  );
  expect(comments).toBeGreaterThan(RUNS / 2);
}, 60_000);

/** Comments of the generated kind, wherever they stand, sorted. */
function commentsOf(text: string): readonly string[] {
  return (text.match(/ # [a-z ]+$/gm) ?? []).toSorted();
}
