import fc from "fast-check";
import { expect, test } from "vitest";
import { generateHospital } from "../../../demo/hospital.ts";
import { shippedCatalogue } from "../../catalogue/testing/shipped.ts";
import { codeOf, KEEP } from "../../catalogue/transforms.ts";
import { parseJsonObject, stringifyJson } from "../../kernel/json.ts";
import { openScanner } from "../bytes/open-scanner.ts";
import type { ByteScanner } from "../bytes/types.ts";
import { minimized, optionsFor } from "../testing/files.ts";
import { minimizeNdjson } from "./ndjson.ts";
import { Dice } from "./testing/odd-csv.ts";
import type { FileOptions } from "./types.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 200);
const MOST_LINES = 12;

const catalogue = shippedCatalogue();
const records = generateHospital({
  seed: "lines",
  size: "practice",
  now: Date.UTC(2026, 4, 4),
}).resources.map((resource) => Buffer.from(stringifyJson(resource)));
const { scanner, views } = openScanner(catalogue);

function madeUpFile(dice: Dice): Buffer {
  const lines = Array.from({ length: dice.below(MOST_LINES) }, () => {
    const line = dice.onceIn(8)
      ? Buffer.from(dice.one(["", " \r", "{", "[1]", '{"id":1}']))
      : dice.one(records);
    return dice.onceIn(6) ? broken(dice, line) : line;
  });
  const all = lines.flatMap((line) => [line, Buffer.from("\n")]);
  return Buffer.concat(dice.onceIn(3) ? all.slice(0, -1) : all);
}

/** A byte changed, or the line cut short. */
function broken(dice: Dice, line: Buffer): Buffer {
  if (dice.onceIn(3)) return line.subarray(0, dice.below(line.length + 1));
  const changed = Buffer.from(line);
  if (line.length > 0)
    changed[dice.below(line.length)] = dice.one([0x22, 0x5c, 0x7b, 0x7d, 0x2c, 0x80, 0xff, 0x30]);
  return changed;
}

test("F169 PRJ-123 NDJSON that is read as bytes comes out, and is counted, as what is read as objects", async () => {
  let sure = 0;
  const counted = <T>(projected: readonly T[]): readonly T[] => {
    sure += projected.filter((one) => one !== null).length;
    return projected;
  };
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      const dice = new Dice(seed);
      const file = madeUpFile(dice);
      const often = dice.below(10) + 1;
      const transformed = codeOf(dice.one(["drop", "drop", "generalize:year", "tokenize"]));
      const wide = Uint8Array.from(catalogue.elements, () => (dice.below(10) < often ? KEEP : transformed));
      const viewFor: FileOptions["viewFor"] = ({ id }) =>
        typeof id === "string" && id.endsWith("3") ? null : wide;
      const options = { ...optionsFor(catalogue, wide), viewFor, skipBad: true };
      const bytes = {
        scanner: {
          kind: scanner.kind,
          survey: () => null,
          split: () => null,
          project: (...asked: Parameters<ByteScanner["project"]>) =>
            counted([scanner.project(...asked)])[0] ?? null,
          ...(scanner.projectAll === undefined
            ? {}
            : {
                projectAll: (...asked: Parameters<ByteScanner["projectAll"] & object>) =>
                  counted(scanner.projectAll?.(...asked) ?? []),
              }),
        },
        views,
        viewFor: (text: Uint8Array, { from, until }: { readonly from: number; readonly until: number }) =>
          viewFor(parseJsonObject(text.subarray(from, until))),
      };
      const chunk = dice.one([50, 1000, 1 << 20]);
      const wanted = await minimized(minimizeNdjson, file, options, chunk);
      expect(await minimized(minimizeNdjson, file, { ...options, bytes }, chunk)).toEqual(wanted);
    }),
    { numRuns: RUNS },
  );
  expect(sure / RUNS).toBeGreaterThan(2);
}, 3_600_000);
