import { describe, expect, test } from "vitest";
import { isJsonObject, JsonNumber, stringifyJson } from "../../src/kernel/json.ts";
import type { JsonValue } from "../../src/kernel/json.ts";
import { nameOf, sharedHospital, text } from "../testing/shared-hospital.ts";
import { plantCanaries } from "./plant.ts";

const hospital = sharedHospital();
const sample = [
  ...hospital.resources.filter((_, index) => index % 40 === 0),
  ...hospital.resources.filter(({ id }) => id === "patient-pat"),
];
const planted = plantCanaries({ ...hospital, resources: sample });

function* leaves(value: JsonValue | undefined, path: string): Generator<readonly [string, string]> {
  if (value instanceof JsonNumber) yield [path, value.text];
  else if (typeof value === "string") yield [path, value];
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* leaves(item, `${path}[${index}]`);
  else if (isJsonObject(value))
    for (const [key, member] of Object.entries(value)) yield* leaves(member, `${path}.${key}`);
}

describe("plantCanaries", () => {
  test("no value of the chart is left but what relations, codes and links need", () => {
    const original = new Map(
      sample.map((resource) => [nameOf(resource), new Map(leaves(resource, ""))] as const),
    );
    const left = planted.resources.flatMap((resource) =>
      [...leaves(resource, "")]
        .filter(([path, value]) => original.get(nameOf(resource))?.get(path) === value)
        .map(
          ([path]) =>
            path
              .replaceAll(/\[\d+\]/g, "")
              .split(".")
              .at(-1) ?? "",
        ),
    );
    const codes = [
      "code",
      "status",
      "use",
      "gender",
      "intent",
      "type",
      "valueCode",
      "contentType",
      "language",
      "currency",
      "outcome",
      "purpose",
      "priority",
      "mode",
    ];
    const structure = ["resourceType", "id", "system", "reference", "profile", "url", "questionnaire"];
    const more = [
      "category",
      "criticality",
      "severity",
      "docStatus",
      "required",
      "periodUnit",
      "lifecycleStatus",
      "strand",
      "confidentiality",
    ];
    expect([...new Set(left)].filter((name) => ![...codes, ...structure, ...more].includes(name))).toEqual(
      [],
    );
  });

  test("every canary is unique and stands where the index says", () => {
    const byName = new Map(planted.resources.map((resource) => [nameOf(resource), resource] as const));
    const whole = stringifyJson(planted.resources);
    for (const [canary, place] of planted.canaries) {
      const found = [...leaves(byName.get(place.resource), place.resource.split("/")[0] ?? "")].find(
        ([path]) => path === place.path,
      );
      expect(found?.[1]).toContain(canary);
    }
    const [first = ""] = planted.canaries.keys();
    expect(whole.split(first).length - 1).toBe(1);
  });

  test("ids, references and windows stay, so that relations and landmarks hold", () => {
    const before = sample.map((resource) => [nameOf(resource), text(resource["start"]).slice(0, 19)]);
    expect(
      planted.resources.map((resource) => [nameOf(resource), text(resource["start"]).slice(0, 19)]),
    ).toEqual(before);
    expect(planted.landmarks).toEqual(hospital.landmarks);
  });

  test("every CodeableConcept gets a coding that only a leak of the concept shows", () => {
    const pat = planted.resources.find(({ id }) => id === "patient-pat");
    expect(stringifyJson(pat?.["maritalStatus"] ?? null)).toMatch(
      /canary\.example\.org\/codes","code":"CNRY\d{8}"/,
    );
  });

  test("a member that R4 does not define is refused", () => {
    const odd = { ...hospital, resources: [{ resourceType: "Patient", id: "x", nickname: "Pat" }] };
    expect(() => plantCanaries(odd)).toThrow("Patient.nickname");
  });
});
