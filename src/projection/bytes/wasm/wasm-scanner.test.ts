import { expect, test } from "vitest";
import { shippedCatalogue } from "../../../catalogue/testing/shipped.ts";
import { KEEP } from "../../../catalogue/transforms.ts";
import type { ByteProjected } from "../types.ts";
import { openScanner } from "../open-scanner.ts";
import { byteViews } from "../view.ts";

const catalogue = shippedCatalogue();
const { scanner, views } = openScanner(catalogue);
const everything = views.of(new Uint8Array(catalogue.elements.length).fill(KEEP));
const MORE_VIEWS_THAN_A_KERNEL_HOLDS = 150;

function patient(id: number): string {
  return `{"resourceType":"Patient","id":"${id}","gender":"male","birthDate":"1990-01-0${id % 10}"}`;
}

function shown(text: string): string | null {
  const json = scanner.project(Buffer.from(text), everything)?.json;
  return json === undefined || json === null ? null : Buffer.from(json).toString();
}

test("F169 PRJ-90 many resources in one call come out as one by one, each under its own view", () => {
  const parts = Array.from({ length: 400 }, (_, id) => patient(id));
  const text = Buffer.from(parts.join("\n"));
  let at = 0;
  const tasks = parts.map((part, id) => {
    const span = { from: at, until: at + part.length };
    at += part.length + 1;
    const vector = new Uint8Array(catalogue.elements.length);
    vector[id % MORE_VIEWS_THAN_A_KERNEL_HOLDS] = KEEP;
    vector[catalogue.byId("patient.sex")?.index ?? 0] = id % 2 === 0 ? KEEP : 0;
    return { span, view: views.of(vector) };
  });
  const together = scanner.projectAll?.(text, tasks).map((result) => accountOf(result)) ?? [];
  const apart = tasks.map(({ span, view }) => accountOf(scanner.project(text, view, span)));
  expect(together).toEqual(apart);
  expect(new Set(together.map((account) => account?.json)).size).toBeGreaterThan(200);
});

function accountOf(result: ByteProjected | null) {
  if (result === null) return null;
  const { json, released, withheld, unmapped } = result;
  return { json: json === null ? null : Buffer.from(json).toString(), released, withheld, unmapped };
}

test("F169 PRJ-90 a view over other tables is in doubt", () => {
  const other = byteViews(catalogue).of(everything.vector);
  expect(scanner.project(Buffer.from(patient(1)), other)).toBeNull();
});

test("F169 PRJ-93 white space between tokens does not come out, and makes no difference", () => {
  const spaced =
    '\n {"resourceType" : "Patient",\t"name":[ {"family": "A B" } , {"given":[ "C" ]}],\r\n"gender":"male" } ';
  expect(shown(spaced)).toBe(
    '{"resourceType":"Patient","name":[{"family":"A B"},{"given":["C"]}],"gender":"male"}',
  );
});

test.each(['"multipleBirthInteger":1 2', '"active":tr ue', '"multipleBirthInteger":- 1'])(
  "F169 PRJ-93 white space inside of a token is in doubt: %s",
  (member) => {
    expect(scanner.project(Buffer.from(`{"resourceType":"Patient", ${member}}`), everything)).toBeNull();
  },
);

function bundle(...resources: string[]): Buffer {
  const entries = resources.map((resource) => `{"fullUrl":"urn:uuid:1","resource":${resource}}`);
  return Buffer.from(`{"resourceType":"Bundle","type":"collection","entry":[${entries.join(",")}]}`);
}

test("F169 PRJ-96 a Bundle in one pass comes out as split and entry by entry", () => {
  const text = bundle(
    patient(1),
    '{"resourceType":"Basic"}',
    patient(2),
    '{"resourceType":"Observation","id":"o"}',
  );
  for (let time = 0; time < 3; time++) {
    const spans = scanner.split(text);
    const apart = scanner.projectAll?.(
      text,
      (spans?.entries ?? []).map((span) => ({ span, view: everything })),
    );
    const together = scanner.projectBundle?.(text, everything);
    expect(together?.spans).toEqual(spans);
    expect(together?.resources.map(accountOf)).toEqual(apart?.map(accountOf));
    expect(together?.resources.length).toBe(4);
  }
});

test.each([
  ["one of its resources is malformed", bundle(patient(1), '{"resourceType":"Patient","id":01}')],
  [
    "one of its resources has a name twice",
    bundle('{"resourceType":"Patient","gender":"male","gender":"male"}'),
  ],
  ["its frame is malformed", Buffer.from(`${bundle(patient(1)).toString()}]`)],
  ["it is none", Buffer.from(patient(1))],
])("F169 PRJ-96 a Bundle in one pass is in doubt when %s", (_, text) => {
  expect(scanner.projectBundle?.(text, everything)).toBeNull();
});
