import { expect, test } from "vitest";
import { testCatalogue, viewOf } from "../testing/catalogue.ts";
import { minimized, optionsFor } from "../testing/files.ts";
import { minimizeNdjson } from "./ndjson.ts";
import type { FileProgress } from "./types.ts";

const catalogue = testCatalogue();
const view = viewOf(catalogue, {
  "patient.name": "keep",
  "patient.birth-date": "generalize:year",
  "claim.total": "keep",
});
const patient = (id: string): string =>
  `{"resourceType":"Patient","id":"${id}","name":[{"family":"F${id}"}],"birthDate":"1990-01-02","gender":"male","text":{"div":"S"}}`;
const seen = (id: string): string =>
  `{"resourceType":"Patient","id":"${id}","name":[{"family":"F${id}"}],"birthDate":"1990"}\n`;

test.each([1, 7, 64, 100_000])(
  "F169 PRJ-50 each line is one resource, whatever the chunks (%d bytes)",
  async (chunk) => {
    const { text, summary } = await minimized(
      minimizeNdjson,
      `${patient("1")}\r\n\n  \n${patient("é")}`,
      optionsFor(catalogue, view),
      chunk,
    );
    expect(text).toBe(seen("1") + seen("é"));
    expect(summary).toMatchObject({
      recordsIn: 2,
      recordsOut: 2,
      released: ["patient.birth-date", "patient.name"],
      withheld: { "patient.birth-date": 2, "patient.sex": 2 },
      unmapped: { "Patient.text": 2 },
      badRecords: 0,
    });
  },
);

test("F169 PRJ-51 a record that the caller may not see is not there", async () => {
  const options = optionsFor(catalogue, view, {
    viewFor: (resource) => (resource["id"] === "2" ? view : null),
  });
  const { text, summary } = await minimized(
    minimizeNdjson,
    [1, 2, 3].map((id) => patient(String(id))).join("\n"),
    options,
  );
  expect(text).toBe(seen("2"));
  expect(summary).toMatchObject({ recordsIn: 3, recordsOut: 1 });
});

test("F169 PRJ-52 decimals such as 1.00 survive byte for byte", async () => {
  const claim = '{"resourceType":"Claim","id":"1","total":{"value":1.00,"currency":"USD"}}\n';
  const { text } = await minimized(minimizeNdjson, claim, optionsFor(catalogue, view));
  expect(text).toBe(claim);
});

test.each([
  ["is cut off", '{"resourceType":"Patient","id":"S'],
  ["is no object", '["Patient"]'],
  ["has a duplicate key", '{"resourceType":"Claim","resourceType":"Patient","id":"S"}'],
  ["has a duplicate key in an escaped spelling", '{"resourceType":"Patient","id":"S","\\u0069d":"T"}'],
  ["holds two values", `${patient("S")} ${patient("T")}`],
])("F169 PRJ-53 a line that %s ends the run and names the line, never content", async (_, line) => {
  const run = minimized(minimizeNdjson, `${patient("1")}\n${line}\n`, optionsFor(catalogue, view));
  await expect(run).rejects.toThrow(/^line 2: (?!.*"S)[a-z]/);
});

test("F169 PRJ-53 invalid UTF-8 ends the run", async () => {
  const run = minimized(
    minimizeNdjson,
    Buffer.from(patient("\u00ff"), "latin1"),
    optionsFor(catalogue, view),
  );
  await expect(run).rejects.toThrow(/^line 1: .*invalid utf-8/);
});

test("F169 PRJ-54 bad lines are left out and listed when they are to be skipped", async () => {
  const { text, summary } = await minimized(
    minimizeNdjson,
    `${patient("1")}\n{"id":\n${"x".repeat(500)}\n${patient("4")}\n`,
    optionsFor(catalogue, view, { skipBad: true, maxRecordBytes: 300 }),
  );
  expect(text).toBe(seen("1") + seen("4"));
  expect(summary).toMatchObject({ recordsIn: 4, recordsOut: 2, badRecords: 2 });
  expect(summary.bad).toEqual([
    { line: 2, problem: "byte 6: no end" },
    { line: 3, problem: "longer than a record may be" },
  ]);
});

test("F169 PRJ-55 progress tells bytes and records, and the last call the whole", async () => {
  const calls: FileProgress[] = [];
  const file = `${patient("1")}\n`.repeat(20_000);
  const progress = (done: FileProgress): void => void calls.push(done);
  await minimized(minimizeNdjson, file, optionsFor(catalogue, view, { progress }), 65_536);
  expect(calls.length).toBeGreaterThan(2);
  expect(calls.at(-1)).toEqual({ bytesIn: Buffer.byteLength(file), recordsIn: 20_000, recordsOut: 20_000 });
});
