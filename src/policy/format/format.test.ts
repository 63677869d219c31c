import { expect, test } from "vitest";
import { readBase } from "../testing/base-policy.ts";
import { formatPolicyFile } from "./format.ts";

const HEADER = `apiVersion: modicum/v1
kind: ElementSet
id: D
title: Demographics
owner: privacy-officer
reviewBy: 2027-05-01
cfr: [164.514(d)(2)]
why: Who the patient is.
`;

function formatted(text: string): string {
  const result = formatPolicyFile({ path: "sets/d.yaml", text });
  if (!result.ok) throw new Error(result.error.map(({ message }) => message).join("; "));
  return result.value;
}

test("POL-608 keys stand in the order of their shape", () => {
  const shuffled = HEADER.split("\n").toReversed().join("\n").trim();
  expect(formatted(`elements: [patient.name]\n${shuffled}\n`)).toBe(`${HEADER}elements: [patient.name]\n`);
});

test("POL-608 keys within lists and maps stand in order too", () => {
  const text = `${HEADER}elements:\n  - as: mask\n    id: patient.name\n`;
  expect(formatted(text)).toBe(`${HEADER}elements:\n  - id: patient.name\n    as: mask\n`);
});

test("POL-608 quotes stand only where they are needed", () => {
  const text = `${HEADER}elements: ["patient.name", 'patient.mrn', {id: "patient.zip", as: "generalize:zip3"}]\n`;
  expect(formatted(text)).toBe(
    `${HEADER}elements: [patient.name, patient.mrn, {id: patient.zip, as: generalize:zip3}]\n`,
  );
});

test("POL-608 a list in brackets that is too long is filled into lines", () => {
  const names = Array.from({ length: 9 }, (_unused, index) => `patient.identifier-${index}`);
  expect(formatted(`${HEADER}elements: [${names.join(", ")}]\n`)).toBe(
    `${HEADER}elements:\n  [${names.slice(0, 5).join(", ")},\n   ${names.slice(5).join(", ")}]\n`,
  );
});

test("POL-608 a blank line within brackets is closed", () => {
  const text = `${HEADER}elements: [patient.name,\n\n  {id: patient.mrn,\n\n  as: mask}]\n`;
  expect(formatted(text)).toBe(`${HEADER}elements: [patient.name, {id: patient.mrn, as: mask}]\n`);
});

test("POL-608 a map in braces that is too long is spread over lines", () => {
  const text = `apiVersion: modicum/v1
kind: People
id: demo
title: Demo people
owner: privacy-officer
reviewBy: 2027-05-01
cfr: [164.308(a)(3)]
why: Who is there.
people:
  - {id: bea.biller, displayName: Bea Biller, roles: [biller], fhirUser: Practitioner/practitioner-bea, department: billing}
`;
  expect(formatted(text).split("\n").slice(8)).toEqual([
    "people:",
    "  - id: bea.biller",
    "    displayName: Bea Biller",
    "    roles: [biller]",
    "    fhirUser: Practitioner/practitioner-bea",
    "    department: billing",
    "",
  ]);
});

test("POL-609 comments stay with what they are about", () => {
  const text = `# signed by the privacy officer
${HEADER}# who they are
elements:
  # as on the card
  - patient.name # in full
  - patient.mrn
`;
  expect(formatted(text)).toBe(text);
});

test("POL-609 a list whose entries carry comments is not filled", () => {
  const text = `${HEADER}elements: [patient.name, # in full\n  patient.mrn]\n`;
  expect(formatted(text)).toContain("patient.name, # in full\n");
});

test("POL-608 a file that cannot be read is not formatted", () => {
  const result = formatPolicyFile({ path: "sets/d.yaml", text: "kind: ElementSet\nelements: [" });
  expect(result.ok ? [] : result.error.map(({ id }) => id)).toContain("POL-101");
});

test.each(readBase())("POL-608 what is canonical stays as it is: $path", (file) => {
  expect(formatPolicyFile(file)).toEqual({ ok: true, value: file.text });
});
