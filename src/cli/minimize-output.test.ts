import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { summaryLines, writeOutput } from "./minimize-output.ts";

const nothing = { recordsIn: 0, recordsOut: 0, released: [], withheld: {}, unmapped: {} };

describe("what minimize tells its operator", () => {
  it("counts one of a thing in the singular", () => {
    const one = {
      recordsIn: 1,
      recordsOut: 1,
      released: ["patient.name"],
      withheld: {},
      unmapped: { text: 1 },
    };
    expect(summaryLines(one)).toEqual([
      "1 record in, 1 out; 1 element came out, 0 held back, 1 path without an element",
    ]);
  });

  it("says what it can mean that nothing came out", () => {
    expect(summaryLines({ ...nothing, recordsIn: 2 })).toEqual([
      "2 records in, 0 out; 0 elements came out, 0 held back, 0 paths without an element",
      "nothing came out: the policy shows none of it here, or these are no FHIR resources",
    ]);
  });

  it("says nothing of the kind about an empty file", () => {
    expect(summaryLines(nothing)).toHaveLength(1);
  });
});

describe("the file that minimize writes", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "modicum-output-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function* chunks(count: number, fault?: Error): AsyncGenerator<Uint8Array> {
    for (let n = 0; n < count; n++) yield Buffer.alloc(100_000 + n, n);
    if (fault !== undefined) throw fault;
  }

  it.each([0, 1, 45])("F169 holds %i chunks whole and in their order", async (count) => {
    const file = join(folder, "out");
    await writeOutput(file, chunks(count));
    const expected: Uint8Array[] = [];
    for await (const chunk of chunks(count)) expected.push(chunk);
    expect((await readFile(file)).equals(Buffer.concat(expected))).toBe(true);
    expect(await readdir(folder)).toEqual(["out"]);
  });

  it("F169 is not there at all where its making fails, nor is a part of it", async () => {
    await expect(writeOutput(join(folder, "out"), chunks(45, new Error("bad")))).rejects.toThrow(
      "cannot write",
    );
    expect(await readdir(folder)).toEqual([]);
  });
});
