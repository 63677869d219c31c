import { describe, expect, it } from "vitest";
import type { SegmentDefinition } from "../../../catalogue/types.ts";
import { compareSurveys } from "./testing/compare-surveys.ts";
import { surveysUnderTest } from "./testing/surveys.ts";

const ICD10 = "http://hl7.org/fhir/sid/icd-10-cm";
const NDC = "http://hl7.org/fhir/sid/ndc";
const SNOMED = "http://snomed.info/sct";
const ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

const labeled = (codes: readonly string[]): SegmentDefinition => ({
  id: "labeled",
  title: "Labeled",
  bit: 0,
  guard: "none",
  labels: {
    security: new Set([`${ACT_CODE}|SUD`]),
    codes: new Set(codes),
    prefixes: [`${ICD10}|F1`, `${NDC}|12496-1208`, `http://long.example|${"x".repeat(40)}`],
    settings: new Set([`${SNOMED}|394587001`]),
    sources: new Set(["https://program.example"]),
  },
});
const PLAIN = [labeled([`${SNOMED}|66214007`])];
const SEGMENTS = [labeled([`${SNOMED}|66214007`, "http://bar.example|a|b", "|none"])];

const observation = (members: string): string => `{"resourceType":"Observation","id":"o1",${members}}`;
const coded = (system: string, code: string): string =>
  observation(`"code":{"coding":[{"system":"${system}","code":"${code}"}]}`);

describe.each(surveysUnderTest())("the survey of bytes: $name", ({ name, survey }) => {
  const compared = (text: string) => compareSurveys(survey, Buffer.from(text), SEGMENTS);

  it.each([
    ["a subject", observation(`"subject":{"reference":"Patient/1"}`)],
    [
      "a member before the type",
      `{"subject":{"reference":"Patient/1"},"id":"o","resourceType":"Observation"}`,
    ],
    [
      "a link two members deep",
      `{"resourceType":"Appointment","participant":[{"actor":{"reference":"Patient/1"}},{"actor":{"reference":"Location/2"}}]}`,
    ],
    [
      "links in the order of the parameters",
      `{"resourceType":"AuditEvent","entity":[{"what":{"reference":"Patient/1"}}],"agent":[{"who":{"reference":"Patient/2"}}]}`,
    ],
    ["a link by identifier alone", observation(`"subject":{"identifier":{"value":"7"}}`)],
    [
      "a link by identifier to another type",
      observation(`"subject":{"type":"Group","identifier":{"value":"7"}}`),
    ],
    ["a link that cannot be followed", observation(`"subject":{"reference":"Patient?identifier=7"}`)],
    [
      "a link to a version elsewhere",
      observation(`"subject":{"reference":"https://ehr.example/Patient/1/_history/2"}`),
    ],
    ["a Patient without an id", `{"resourceType":"Patient","active":true}`],
    ["white space", ` {\n"resourceType" :\t"Observation" , "subject" : { "reference" : "Patient/1" } }\r\n`],
    [
      "contained codings and labels",
      observation(
        `"contained":[{"resourceType":"Condition","meta":{"security":[{"system":"${ACT_CODE}","code":"SUD"}]},"subject":{"reference":"Patient/9"}}]`,
      ),
    ],
    [
      "links of contained resources",
      observation(
        `"contained":[{"resourceType":"Encounter","serviceProvider":{"reference":"Organization/1"}}]`,
      ),
    ],
    [
      "a urn link of the type it says",
      observation(`"encounter":{"reference":"urn:uuid:1","type":"Encounter"}`),
    ],
    ["a urn link of the types R4 allows there", observation(`"performer":[{"reference":"urn:uuid:1"}]`)],
    [
      "a urn link within a contained resource",
      observation(
        `"contained":[{"performer":[{"reference":"urn:uuid:1"}],"resourceType":"DiagnosticReport"}]`,
      ),
    ],
    [
      "a reference twice",
      observation(
        `"subject":{"reference":"Patient/1"},"focus":[{"reference":"Patient/1"},{"reference":"Observation/o1"}]`,
      ),
    ],
    ["numbers as names", observation(`"valueInteger":1,"component":[]`)],
  ])("F169 PRJ-110 R1 R7 gives the facts of the objects of %s", (_, text) => {
    expect(compared(text)).toEqual({ kind: "equal", valid: true });
  });

  it.each([
    ["a code", coded(SNOMED, "66214007")],
    ["an alias of its system", coded("urn:oid:2.16.840.1.113883.6.96", "66214007")],
    ["an ICD code with its dot", coded(ICD10, "F1.1")],
    ["an ICD code in lower case", coded(ICD10, "f11.20")],
    ["an ICD code under an object identifier", coded("urn:oid:2.16.840.1.113883.6.90", "f11.20")],
    ["a drug code with hyphens", coded(NDC, "12496-1208-3")],
    ["a drug code of eleven digits", coded(NDC, "12496120803")],
    ["a bar in the system", coded("http://bar.example|a", "b")],
    ["a bar in the code", coded("http://bar.example", "a|b")],
    ["no system", observation(`"code":{"coding":[{"code":"none"}]}`)],
    ["a system that is no text", observation(`"code":{"coding":[{"system":7,"code":"none"}]}`)],
    ["a long prefix", coded("http://long.example", "x".repeat(41))],
    ["a setting", coded(SNOMED, "394587001")],
    ["a source with a fragment", observation(`"meta":{"source":"https://program.example#7"}`)],
    ["a label", observation(`"meta":{"security":[{"system":"${ACT_CODE}","code":"SUD"}]}`)],
  ])("F169 PRJ-112 R5 R6 lets through %s", (_, text) => {
    const found = survey(Buffer.from(text), SEGMENTS);
    const mentioned = [...(found?.codings ?? []), ...(found?.security ?? []), ...(found?.sources ?? [])];
    expect(mentioned).not.toEqual([]);
    expect(compared(text)).toEqual({ kind: "equal", valid: true });
  });

  it
    .skipIf(name === "javascript")
    .each([coded("http://loinc.org", "8480-6"), coded(SNOMED, "38341003"), coded(ICD10, "I10")])(
    "F169 PRJ-112 R6 makes no text of codings that nothing labels (the plain JavaScript does): %s",
    (text) => {
      expect(survey(Buffer.from(text), PLAIN)?.codings).toEqual([]);
    },
  );

  it.each([
    ["an escaped name", observation(`"\\u0073ubject":{"reference":"Patient/1"}`)],
    ["an escape in a code", coded(SNOMED, "\\u0036")],
    ["an escape in a reference", observation(`"subject":{"reference":"Patient\\/1"}`)],
    [
      "a subject that is contained",
      observation(`"contained":[{"resourceType":"Patient","id":"p"}],"subject":{"reference":"#p"}`),
    ],
    ["no type", `{"id":"o1"}`],
    ["labels that are no list", observation(`"meta":{"security":{"code":"SUD"}}`)],
    ["a list in a list of subjects", `{"resourceType":"Account","subject":[[{"reference":"Patient/1"}]]}`],
    ["a name that is a number", observation(`"1":{"reference":"Encounter/1"}`)],
    [
      "a reference in a reference",
      observation(
        `"subject":{"extension":[{"url":"u","valueReference":{"reference":"Patient/2"}}],"reference":"Patient/1"}`,
      ),
    ],
  ])("F169 PRJ-110 leaves in doubt %s", (_, text) => {
    expect(compared(text)).toEqual({ kind: "doubt", valid: true });
  });

  it.each([
    [
      "a subject twice",
      observation(`"subject":{"reference":"Patient/1"},"subject":{"reference":"Patient/2"}`),
    ],
    ["a code twice", observation(`"code":{"coding":[{"code":"a","code":"b"}]}`)],
    ["the type twice", `{"resourceType":"Observation","resourceType":"Patient","id":"1"}`],
    ["a text cut short", `{"resourceType":"Observation","id":"o`],
    ["more behind the record", `{"resourceType":"Observation"}{}`],
    ["a comma before the end", `{"resourceType":"Observation",}`],
    ["no comma", `{"resourceType":"Observation" "id":"1"}`],
    ["a number with a leading zero", observation(`"valueInteger":01`)],
    ["a control character", observation(`"note":"\u0001"`)],
    ["an escape that is none", observation(`"note":"\\x"`)],
    ["a list", `[{"resourceType":"Observation"}]`],
    ["nothing", ""],
    ["depth beyond the limit", observation(`"a":${"[".repeat(100)}${"]".repeat(100)}`)],
  ])("F169 PRJ-110 leaves in doubt what is not well-formed: %s", (_, text) => {
    expect(compared(text)).toEqual({ kind: "doubt", valid: false });
  });

  it("F169 PRJ-113 reads no further than the span", () => {
    const record = observation(`"subject":{"reference":"Patient/1"}`);
    const text = Buffer.from(`[${record.slice(0, -1)}   ,"id":"2"}]`);
    expect(survey(text, SEGMENTS, { from: 1, until: record.length })).toBeNull();
  });

  it("F169 PRJ-113 keeps what it found while other texts are surveyed", () => {
    const first = survey(Buffer.from(observation(`"encounter":{"reference":"Encounter/1"}`)), SEGMENTS);
    survey(Buffer.from(observation(`"encounter":{"reference":"Encounter/2"}`)), []);
    expect(first?.refs).toEqual(["Encounter/1"]);
  });
});
