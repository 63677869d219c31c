import { describe, expect, test } from "vitest";
import { testCatalogue, viewOf } from "../testing/catalogue.ts";
import { minimized, optionsFor } from "../testing/files.ts";
import { minimizeJson } from "./json.ts";

const catalogue = testCatalogue();
const view = viewOf(catalogue, { "patient.name": "keep" });
const options = optionsFor(catalogue, view, {
  viewFor: (resource) => (resource["id"] === "hidden" ? null : view),
});
const UUID = "urn:uuid:01234567-89ab-cdef-0123-456789abcdef";
const patient = (id: string): string =>
  `{"resourceType":"Patient","id":"${id}","name":[{"family":"F"}],"gender":"male"}`;
const seen = (id: string): string => `{"resourceType":"Patient","id":"${id}","name":[{"family":"F"}]}`;

function bundle(type: string, ...entries: string[]): string {
  return `{"resourceType":"Bundle","type":"${type}","entry":[${entries.join(",")}]}`;
}

function found(id: string, mode: string): string {
  return `{"resource":${patient(id)},"search":{"mode":"${mode}","score":0.5}}`;
}

function shown(id: string, mode: string): string {
  return `{"resource":${seen(id)},"search":{"mode":"${mode}"}}`;
}

async function textOf(file: string, chunk?: number): Promise<string> {
  return (await minimized(minimizeJson, file, options, chunk)).text;
}

describe("a single resource", () => {
  test("F169 PRJ-60 is rebuilt, whatever its layout", async () => {
    const pretty = `\uFEFF${JSON.stringify(JSON.parse(patient("1")), null, 2)}\n\n`;
    expect(await textOf(pretty, 1)).toBe(`${seen("1")}\n`);
  });

  test("F169 PRJ-60 that is not there for the caller gives nothing", async () => {
    expect(await textOf(patient("hidden"))).toBe("");
  });

  test.each([
    "",
    "[]",
    "1",
    '{"a"',
    '{"a":}',
    '{"a":1}}',
    "{,}",
    '{"a":1,}',
    '{"a" 1}',
    '{"a":[}',
    '{"a":1]',
    '{"id":"1","\\u0069d":"2"}',
    "{} {}",
    '{"a":tru}',
  ])("F169 PRJ-61 %j is refused by line", async (file) => {
    await expect(textOf(file)).rejects.toThrow(/^line 1: [a-z]/);
  });
});

describe("a Bundle", () => {
  test.each([1, 7, 10_000])(
    "F169 PRJ-62 is rebuilt entry by entry, its frame left behind (chunks of %d)",
    async (chunk) => {
      const file =
        `{ "resourceType" : "Bundle", "id":"S","meta":{"lastUpdated":"S"}, "link":[{"relation":"self","url":"http://S"}],"type":"transaction",\n` +
        `"entry":[ {"fullUrl":"${UUID}","resource":${patient("1")},"request":{"method":"PUT","url":"Patient?identifier=S"}} ,\n` +
        `{"fullUrl":"http://S/Patient/2","resource":${patient("2")},"response":{"location":"S"}} ],"signature":{"data":"S"}}`;
      expect(await textOf(file, chunk)).toBe(
        `${bundle("collection", `{"fullUrl":"${UUID}","resource":${seen("1")}}`, `{"resource":${seen("2")}}`)}\n`,
      );
    },
  );

  test("F169 PRJ-63 has neither an entry nor an empty list for what is not there", async () => {
    expect(
      await textOf(bundle("batch", `{"resource":${patient("hidden")}}`, '{"request":{"method":"GET"}}')),
    ).toBe('{"resourceType":"Bundle","type":"collection"}\n');
    expect(
      await textOf(bundle("batch", `{"resource":${patient("hidden")}}`, `{"resource":${patient("2")}}`)),
    ).toBe(`${bundle("collection", `{"resource":${seen("2")}}`)}\n`);
  });

  test("F169 PRJ-64 of a search keeps the modes and counts the matches that are there", async () => {
    const file = `{"resourceType":"Bundle","type":"searchset","total":99,"entry":[${found("1", "match")},${found("hidden", "match")},${found("3", "include")}]}`;
    expect(await textOf(file)).toBe(
      `${bundle("searchset", shown("1", "match"), shown("3", "include")).slice(0, -1)},"total":1}\n`,
    );
  });

  test("F169 PRJ-65 is the same when its type, or that it is a Bundle, comes after the entries", async () => {
    const entry = `{"resource":${patient("1")}}`;
    const out = {
      resourceType: "Bundle",
      type: "searchset",
      entry: [{ resource: JSON.parse(seen("1")) as unknown }],
      total: 1,
    };
    for (const file of [
      `{"resourceType":"Bundle","total":5,"entry":[${entry}],"type":"searchset"}`,
      `{"total":5,"entry":[${entry}],"type":"searchset","resourceType":"Bundle"}`,
      `{"type":"searchset","total":5,"resourceType":"Bundle","entry":[${entry}]}`,
    ]) {
      expect(JSON.parse(await textOf(file))).toEqual(out);
    }
  });

  test("F169 PRJ-66 in a Bundle is a record of no covered type, and is not there", async () => {
    const inner = bundle("collection", `{"resource":${patient("1")}}`);
    const { text, summary } = await minimized(
      minimizeJson,
      bundle("collection", `{"resource":${inner}}`),
      options,
    );
    expect(text).toBe('{"resourceType":"Bundle","type":"collection"}\n');
    expect(summary.unmapped).toEqual({ Bundle: 1 });
  });

  test.each([
    ["a second list of entries", '{"resourceType":"Bundle","entry":[],"entry":[{}]}'],
    ["a second resource type", '{"resourceType":"Bundle","entry":[],"resourceType":"Patient"}'],
    ["no end of the list", '{"resourceType":"Bundle","entry":[{}'],
    ["an empty place in the list", '{"resourceType":"Bundle","entry":[{},,{}]}'],
    ["a comma before the end of the list", '{"resourceType":"Bundle","entry":[{},]}'],
    ["an entry that cannot be read", '{"resourceType":"Bundle","entry":[{"resource":{"id":1,"id":2}}]}'],
    ["an entry that is no object", '{"resourceType":"Bundle","entry":[[]]}'],
  ])("F169 PRJ-61 with %s is refused by line", async (_, file) => {
    await expect(textOf(file)).rejects.toThrow(/^line 1: [a-z]/);
  });

  test("F169 PRJ-54 leaves out and lists entries that cannot be read, when they are to be skipped", async () => {
    const file = `{"resourceType":"Bundle","type":"batch","entry":[\n{"resource":{"id":1,"id":2}},\n{"resource":${patient("2")}}]}`;
    const { text, summary } = await minimized(minimizeJson, file, { ...options, skipBad: true });
    expect(text).toBe(`${bundle("collection", `{"resource":${seen("2")}}`)}\n`);
    expect(summary.bad).toEqual([{ line: 2, problem: "duplicate key" }]);
  });

  test("F169 PRJ-56 holds one entry at a time, and refuses one that is too long", async () => {
    const many = Array.from({ length: 50 }, (_, i) => `{"resource":${patient(String(i))}}`);
    const small = { ...options, maxRecordBytes: 200 };
    const { summary } = await minimized(minimizeJson, bundle("batch", ...many), small);
    expect(summary).toMatchObject({ recordsIn: 50, recordsOut: 50 });
    await expect(
      minimized(minimizeJson, bundle("batch", `{"resource":${patient("1".repeat(200))}}`), small),
    ).rejects.toThrow("line 1: longer than a record may be");
  });
});
