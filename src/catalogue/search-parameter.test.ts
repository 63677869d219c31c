import { describe, expect, it } from "vitest";
import { parseJson } from "../kernel/json.ts";
import type { JsonObject } from "../kernel/json.ts";
import { buildCatalogue } from "./build.ts";
import { isResourceType, searchParameterData } from "./fhir-r4/definitions.ts";
import { deriveParameter } from "./search-parameter.ts";
import { element, shippedCatalogue, smallCatalogue } from "./testing/shipped.ts";
import type { Catalogue } from "./types.ts";

const resource = (json: string): JsonObject => parseJson(json) as JsonObject;

function elementIds(
  catalogue: Catalogue,
  type: string,
  code: string,
): readonly (string | undefined)[] | undefined {
  return catalogue.searchParameter(type, code)?.elements?.map((index) => catalogue.elements[index]?.id);
}

describe("search parameters of R4", () => {
  const pairs = searchParameterData().flatMap((definition) =>
    definition.base.map((base) => deriveParameter(definition, base)),
  );

  it("F161 S1 derives at least 1,698 of the 1,706 pairs that have an expression", () => {
    const withExpression = searchParameterData().flatMap((definition) =>
      definition.expression === undefined ? [] : definition.base,
    );
    expect(withExpression).toHaveLength(1706);
    expect(pairs.filter((parameter) => parameter.footprint !== undefined).length).toBeGreaterThanOrEqual(
      1698,
    );
  });

  it("F161 S2 names every pair that does not derive", () => {
    const rest = pairs
      .filter((parameter) => parameter.footprint === undefined)
      .map((parameter) => `${parameter.base}.${parameter.code}`);
    expect(rest).toEqual(["DomainResource._text", "Resource._content", "Resource._query"]);
  });

  it("F161 S2 gives an underivable parameter no elements, so that it is denied", () => {
    const parameter = shippedCatalogue().searchParameter("Patient", "_content");
    expect(parameter).toMatchObject({ footprint: undefined, elements: undefined, structural: false });
  });

  it("F161 S1 reads for a composite what its components read", () => {
    expect(shippedCatalogue().searchParameter("Observation", "code-value-quantity")?.footprint).toEqual([
      "Observation.code",
      "Observation.valueQuantity",
    ]);
  });
});

describe("parameters under a catalogue", () => {
  const catalogue = shippedCatalogue();

  it("F161 S3 puts an identifier search on every element that owns an identifier", () => {
    expect(elementIds(catalogue, "Patient", "identifier")).toEqual([
      "patient.mrn",
      "patient.ssn",
      "patient.other-ids",
    ]);
  });

  it("F161 S3 puts a search by code on every kind of observation", () => {
    expect(elementIds(catalogue, "Observation", "code")).toEqual(
      catalogue.elementsOfType("Observation").map((index) => catalogue.elements[index]?.id),
    );
  });

  it("F161 S3 puts a part of an element on the whole element", () => {
    expect(elementIds(catalogue, "Patient", "address-city")).toEqual(["patient.address"]);
  });

  it.each(["_lastUpdated", "_tag", "_profile", "_security", "_source"])(
    "F161 S3 `%s` falls on no element: denied",
    (code) => {
      expect(catalogue.searchParameter("Patient", code)).toMatchObject({ elements: [], structural: false });
    },
  );

  it.each([
    ["Patient", "_id"],
    ["Observation", "_id"],
    ["Observation", "patient"],
    ["Coverage", "beneficiary"],
  ])("F161 S3 %s `%s` is structural", (type, code) => {
    expect(catalogue.searchParameter(type, code)?.structural).toBe(true);
  });

  it("F161 S3 a parameter on an unmapped type has no elements", () => {
    expect(catalogue.searchParameter("Basic", "code")?.elements).toBeUndefined();
  });

  it("F161 knows no parameter that R4 does not have", () => {
    expect(catalogue.searchParameter("Patient", "ssn")).toBeUndefined();
    expect(catalogue.searchParameter("Nothing", "_id")).toBeUndefined();
    expect(catalogue.searchParameters("__proto__")).toEqual([]);
    expect(isResourceType("constructor")).toBe(false);
  });
});

describe("a parameter given at run time", () => {
  const elements = [
    element("patient.name", 0, ["Patient.name"]),
    element("patient.race", 1, ["Patient.extension[url=http://r].extension[url=text]"]),
  ];
  const build = (expression: string): Catalogue => {
    const built = buildCatalogue(elements, {
      searchParameters: [{ code: "given", base: ["Patient"], type: "string", expression }],
    });
    if (!built.ok) throw new Error("does not build");
    return built.value;
  };

  it("F161 S4 is derived and placed without code", () => {
    const parameter = build(
      "Patient.extension('http://r').extension('text').value.ofType(string)",
    ).searchParameter("Patient", "given");
    expect(parameter?.footprint).toEqual(["Patient.extension[url=http://r].extension[url=text].valueString"]);
    expect(parameter?.elements).toEqual([1]);
    const patient = resource(
      `{"resourceType":"Patient","extension":[{"url":"http://r","extension":[{"url":"text","valueString":"A"},{"url":"x","valueString":"B"}]}]}`,
    );
    expect(parameter?.valuesIn(patient)).toEqual([{ datatype: "string", value: "A" }]);
  });

  it("F161 S4 replaces R4's parameter of the same code", () => {
    expect(build("Patient.name.given").searchParameter("Patient", "given")?.footprint).toEqual([
      "Patient.name.given",
    ]);
  });

  it("F161 S4 is denied when it cannot be derived", () => {
    expect(build("Patient.name.matches('a')").searchParameter("Patient", "given")).toMatchObject({
      footprint: undefined,
      elements: undefined,
    });
  });
});

describe("valuesIn", () => {
  const catalogue = smallCatalogue({
    "a.obs": "Observation",
    "a.pat": "Patient.telecom",
    "a.account": "Account.subject",
  });
  const values = (type: string, code: string, json: string): unknown =>
    catalogue.searchParameter(type, code)?.valuesIn(resource(json));

  it("S5 gives values with their datatypes", () => {
    const json = `{"resourceType":"Observation","valueQuantity":{"value":1.00,"code":"mg"},"code":{"text":"x"}}`;
    expect(values("Observation", "code", json)).toEqual([
      { datatype: "CodeableConcept", value: { text: "x" } },
    ]);
    expect(values("Observation", "value-quantity", json)).toMatchObject([
      { datatype: "Quantity", value: { code: "mg", value: { text: "1.00" } } },
    ]);
    expect(values("Observation", "value-string", json)).toEqual([]);
  });

  it("S5 applies conditions to each item", () => {
    const json = `{"resourceType":"Patient","telecom":[{"system":"phone","value":"1"},{"system":"email","value":"a@b"},{"value":"none"}]}`;
    expect(values("Patient", "email", json)).toEqual([
      { datatype: "ContactPoint", value: { system: "email", value: "a@b" } },
    ]);
  });

  it.each([
    [`{"reference":"Patient/1"}`, 1],
    [`{"reference":"https://x/fhir/Patient/1/_history/2"}`, 1],
    [`{"reference":"urn:uuid:1"}`, 1],
    [`{"reference":"urn:uuid:1","type":"Device"}`, 0],
    [`{"reference":"Device/1"}`, 0],
  ])("S5 `resolve() is Patient` on %s selects %d", (link, count) => {
    expect(values("Account", "patient", `{"resourceType":"Account","subject":[${link}]}`)).toHaveLength(
      count,
    );
  });

  it("S5 gives a composite one tuple per combination", () => {
    const json = `{"resourceType":"Observation","component":[{"code":{"text":"a"},"valueQuantity":{"value":1}},{"code":{"text":"b"}}]}`;
    expect(values("Observation", "component-code-value-quantity", json)).toMatchObject([
      {
        datatype: "composite",
        value: [{ datatype: "CodeableConcept", value: { text: "a" } }, { datatype: "Quantity" }],
      },
    ]);
  });

  it("S5 selects nothing in a resource of another type", () => {
    expect(values("Patient", "telecom", `{"resourceType":"Practitioner","telecom":[{"value":"1"}]}`)).toEqual(
      [],
    );
  });
});
