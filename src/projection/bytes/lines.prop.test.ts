import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../../../demo/random.ts";
import { shippedCatalogue } from "../../catalogue/testing/shipped.ts";
import { AppError } from "../../kernel/errors.ts";
import { parseJsonObject, stringifyJson } from "../../kernel/json.ts";
import { objectProjection } from "../object-projection.ts";
import { testContext } from "../testing/catalogue.ts";
import { openScanner } from "./open-scanner.ts";
import { CaseMaker } from "./testing/cases.ts";
import { materialOf } from "./testing/material.ts";
import { anyVector, vectorsOf } from "./testing/vectors.ts";
import type { ByteProjected, ProjectedLines } from "./types.ts";

const numRuns = Math.min(Number(process.env["FUZZ_RUNS"] ?? 200), 30_000);
const MOST_LINES = 24;
const BLANKS = ["", "", "", " ", "\r", "\t \r"];
const BEHIND = ["", "", "", "", " ", " 1", "}", "\u0000"];

const catalogue = shippedCatalogue();
const { scanner, views } = openScanner(catalogue);
const other = openScanner(catalogue);
const vectors = vectorsOf(catalogue);
const maker = new CaseMaker(catalogue, materialOf(catalogue, 1), vectors);
const reference = objectProjection(catalogue);

function lineOf(random: Random): string {
  const { text, span = { from: 0, until: text.length } } = maker.case(String(random.int(0, 1_000_000)));
  const line = Buffer.from(text.subarray(span.from, span.until)).toString().replaceAll("\n", " ");
  return random.pick(BLANKS) + line + random.pick(BEHIND);
}

/** What comes of a line by itself: by a scanner of its own where that is sure, else as an object; null where refused. */
function aloneOf(line: Uint8Array, vector: Uint8Array): ByteProjected | null {
  const sure = other.scanner.project(line, other.views.of(vector));
  if (sure !== null) return sure;
  try {
    const { resource, ...account } = reference.project(parseJsonObject(line), vector, testContext);
    return { ...account, json: resource === null ? null : Buffer.from(stringifyJson(resource)) };
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

function textOf(alone: ByteProjected | null): string {
  return alone === null || alone.json === null ? "" : `${Buffer.from(alone.json).toString()}\n`;
}

/** What comes out, with every line in doubt read as an object in its place. */
function withDoubts(text: Buffer, { json, doubts }: ProjectedLines, vector: Uint8Array): string {
  let out = "";
  let from = 0;
  for (const { from: start, until, at } of doubts) {
    out += Buffer.from(json.subarray(from, at)).toString();
    out += textOf(aloneOf(text.subarray(start, until), vector));
    from = at;
  }
  return out + Buffer.from(json.subarray(from)).toString();
}

test("F169 PRJ-97 lines come out of NDJSON, and are accounted for, as one by one, where they stand", () => {
  let [sure, counted] = [0, 0];
  fc.assert(
    fc.property(fc.noShrink(fc.nat()), (seed) => {
      const random = new Random(`lines ${seed}`);
      const vector = anyVector(vectors, random);
      const some = Array.from({ length: random.int(1, MOST_LINES) }, () => lineOf(random));
      // Shapes are met again.
      const text = Buffer.from([...some, ...some.filter(() => random.chance(0.5))].join("\n"));
      const lines = scanner.projectLines?.(text, views.of(vector)) ?? null;
      if (lines === null) return;
      const filled = text
        .toString()
        .split("\n")
        .filter((line) => !/^[ \t\r]*$/.test(line));
      const doubted = new Set(
        lines.doubts.map(({ from }) => text.toString("latin1", 0, from).split("\n").length),
      );
      let wanted = "";
      const account = {
        released: new Set<number>(),
        withheld: new Set<number>(),
        unmapped: new Set<string>(),
      };
      for (const [index, line] of text.toString().split("\n").entries()) {
        const alone = aloneOf(Buffer.from(line), vector);
        wanted += textOf(alone);
        if (alone === null || alone.json === null || doubted.has(index + 1)) continue;
        for (const one of alone.released) account.released.add(one);
        for (const one of alone.withheld) account.withheld.add(one);
        for (const one of alone.unmapped) account.unmapped.add(one);
      }
      expect(withDoubts(text, lines, vector)).toBe(wanted);
      expect(lines.lines).toBe(filled.length);
      const { released, withheld, unmapped } = lines.account;
      expect({ released, withheld, unmapped }).toEqual(account);
      sure += lines.lines - lines.doubts.length;
      counted += lines.lines;
    }),
    { numRuns },
  );
  expect(sure).toBeGreaterThan(counted * 0.15);
}, 3_600_000);
