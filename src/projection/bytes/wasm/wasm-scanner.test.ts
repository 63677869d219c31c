import { describe, expect, test } from "vitest";
import { shippedCatalogue } from "../../../catalogue/testing/shipped.ts";
import { KEEP } from "../../../catalogue/transforms.ts";
import { testContext, viewOf } from "../../testing/catalogue.ts";
import type { ByteProjected } from "../types.ts";
import { objectProjection } from "../../object-projection.ts";
import { parseJsonObject, stringifyJson } from "../../../kernel/json.ts";
import { openScanner } from "../open-scanner.ts";
import { materialOf } from "../testing/material.ts";
import { MOST_RULES } from "./loaded-tables.ts";
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

test("F169 PRJ-101 there is room for the rules of every type, and for half as many again", () => {
  const { tables, of } = byteViews(catalogue);
  const every = of(everything.vector);
  for (const text of materialOf(catalogue, 1).maximal) {
    const { resourceType } = parseJsonObject(text);
    if (typeof resourceType === "string") tables.type(resourceType);
  }
  expect(every.actions.length).toBeGreaterThan(1_000);
  expect(every.actions.length).toBeLessThan(MOST_RULES / 1.5);
});

test("F169 PRJ-97 the lines of NDJSON come out as one by one, and lines in doubt are named where they belong", () => {
  const lines = [
    patient(1),
    '{"resourceType":"Basic","id":"1"}',
    `  ${patient(2)} `,
    '{"resourceType":"Patient","name":[{"given":[null,"A"]}]}',
    '{"resourceType":"Patient","maritalStatus":{},"madeUp":1,"gender":"male"}',
    "{}",
    `${patient(3)} 1`,
    patient(4),
  ];
  const text = Buffer.from(`\n${lines.join("\r\n")}\n\n`);
  for (let time = 0; time < 2; time++) {
    const together = scanner.projectLines?.(text, everything);
    const apart = lines.map((line) => scanner.project(Buffer.from(line), everything));
    const shownApart = apart.flatMap((result) => (result?.json ? [Buffer.from(result.json).toString()] : []));
    expect(Buffer.from(together?.json ?? []).toString()).toBe(`${shownApart.join("\n")}\n`);
    expect([together?.lines, together?.shown]).toEqual([8, shownApart.length]);
    const doubted = (together?.doubts ?? []).map(({ from, until }) =>
      text.subarray(from, until).toString().trim(),
    );
    expect(doubted).toEqual([lines[1], lines[3], lines[5], lines[6]]);
    const shownTogether = Buffer.from(together?.json ?? []).toString();
    expect(shownTogether.slice(0, together?.doubts[1]?.at)).toBe(`${shownApart.slice(0, 2).join("\n")}\n`);
    const kept = apart.filter((result) => result?.json);
    expect(together?.account.unmapped).toEqual(
      new Set(kept.flatMap((result) => [...(result?.unmapped ?? [])])),
    );
    expect(together?.account.released).toEqual(
      new Set(kept.flatMap((result) => [...(result?.released ?? [])])),
    );
  }
});

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
    expect(together?.texts).toEqual(apart?.map((one) => one?.json));
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

describe("transforms", () => {
  const context = {
    ...testContext,
    tokenize: (element: number, value: string) => `T${element}-${value.length}`,
  };
  const view = views.of(
    viewOf(catalogue, {
      "patient.birth-date": "generalize:year",
      "patient.mrn": "tokenize",
      "patient.sex": "tokenize",
    }),
  );
  const text = (birthDate: string, mrn: string): Buffer =>
    Buffer.from(
      `{"resourceType":"Patient","identifier":[{"type":{"coding":[{"code":"MR"}]},"value":"${mrn}"}],` +
        `"gender":"male","birthDate":"${birthDate}"}`,
    );
  const shownIn = (birthDate: string, mrn: string): string | null => {
    const json = scanner.project(text(birthDate, mrn), view, undefined, context)?.json;
    return json === undefined || json === null ? null : Buffer.from(json).toString();
  };
  const expected = (mrn: string): string =>
    '{"resourceType":"Patient","identifier":[{"system":"https://modicum.dev/fhir/NamingSystem/token","value":"' +
    `T${catalogue.byId("patient.mrn")?.index}-${mrn.length}"}],"gender":"T${catalogue.byId("patient.sex")?.index}-4",` +
    '"birthDate":"1990"}';

  test("F169 PRJ-98 years and tokens come out of every text of a shape, however long its values", () => {
    for (const birthDate of ["1990", "1990-01-02", "1990", "1990-01", "1990-01-02"])
      for (const mrn of ["M", "", "a longer number", "M"])
        expect(shownIn(birthDate, mrn)).toBe(expected(mrn));
  });

  test.each(["1901-01-02", "soon", "19900102"])(
    "F169 PRJ-98 a date that would be masked is in doubt: %s",
    (date) => {
      expect(shownIn("1990-01-02", "M")).not.toBeNull();
      expect(shownIn(date, "M")).toBeNull();
    },
  );

  test("F169 PRJ-98 without a context, and without a tokenizer, transforms are in doubt, whatever came before", () => {
    expect(shownIn("1990-01-02", "M")).not.toBeNull();
    expect(scanner.project(text("1990-01-02", "M"), view)).toBeNull();
    expect(
      scanner.project(text("1990-01-02", "M"), view, undefined, { ...context, tokenize: null }),
    ).toBeNull();
    expect(scanner.projectLines?.(text("1990-01-02", "M"), view)?.doubts.length).toBe(1);
  });

  test("F169 PRJ-98 the tokens of several resources with white space are those of each by itself", () => {
    const spaced = ["FIRST-A", "SECOND"].map((mrn) =>
      Buffer.from(text("1990-01-02", mrn).toString().replaceAll(",", ", ")),
    );
    const telling = { ...testContext, tokenize: (element: number, value: string) => `${element}-${value}` };
    const [first, second] = spaced as [Buffer, Buffer];
    const tasks = [
      { span: { from: 0, until: first.length }, view },
      { span: { from: first.length, until: first.length + second.length }, view },
    ];
    const shown = scanner.projectAll?.(Buffer.concat(spaced), tasks, telling) ?? [];
    expect(
      shown.map((one) => /[0-9]+-(FIRST-A|SECOND)/.exec(Buffer.from(one?.json ?? []).toString())?.[1]),
    ).toEqual(["FIRST-A", "SECOND"]);
  });

  test("F169 PRJ-98 names, contacts, addresses and instants come out as over objects", () => {
    const wide = views.of(
      viewOf(catalogue, {
        "patient.name": "tokenize",
        "patient.telecom": "tokenize",
        "patient.address": "generalize:zip3",
        "observation.laboratory": "generalize:year",
      }),
    );
    const records = [
      '{"resourceType":"Patient","name":[{"family":"A","given":["B"]}],"telecom":[{"system":"phone","value":"1"}],' +
        '"address":[{"city":"Boston","state":"MA","postalCode":"02139"}]}',
      '{"resourceType":"Observation","status":"final","category":[{"coding":[{"code":"laboratory"}]}],' +
        '"effectiveDateTime":"2020-01-02","issued":"2020-01-02T03:04:05Z"}',
    ];
    const reference = objectProjection(catalogue);
    for (const record of records) {
      const wanted = reference.project(parseJsonObject(Buffer.from(record)), wide.vector, context);
      const shown = scanner.project(Buffer.from(record), wide, undefined, context);
      expect(Buffer.from(shown?.json ?? []).toString()).toBe(stringifyJson(wanted.resource ?? {}));
      expect([shown?.released, shown?.withheld]).toEqual([wanted.released, wanted.withheld]);
    }
  });

  test("F169 PRJ-98 what a token stands for is nowhere in the memory that comes out", () => {
    const parts = [text("1990-01-02", "SECRET"), Buffer.from(patient(1))];
    const whole = Buffer.concat(parts);
    const split = parts[0]?.length ?? 0;
    const results = scanner.projectAll?.(
      whole,
      [
        { span: { from: 0, until: split }, view },
        { span: { from: split, until: whole.length }, view },
      ],
      context,
    );
    for (const result of results ?? [])
      expect(Buffer.from(result?.json?.buffer ?? new ArrayBuffer(0)).includes("SECRET")).toBe(false);
    expect(results?.length).toBe(2);
  });
});
