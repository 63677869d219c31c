import { beforeAll, describe, expect, it } from "vitest";
import { KEEP } from "../../catalogue/transforms.ts";
import { type JsonObject, parseJsonObject } from "../../kernel/json.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { objectProjection } from "../../projection/object-projection.ts";
import { shippedPolicy } from "../testing/practice-api.ts";
import { briefOf } from "./brief.ts";
import { alone } from "./chart.ts";

let policy: CompiledPolicy;
beforeAll(async () => {
  policy = await shippedPolicy();
});

function brief(resource: object, element: string, code: number = KEEP): string {
  const { catalogue } = policy;
  const json: JsonObject = parseJsonObject(Buffer.from(JSON.stringify(resource)));
  const index = catalogue.byId(element)?.index ?? -1;
  const only = alone(index, code, catalogue.elements.length);
  const context = { now: 0, tokenize: null, zip3: new Set<string>() };
  const projected = objectProjection(catalogue).project(json, only, context).resource;
  const type = json["resourceType"] as string;
  return projected === null ? "" : briefOf(projected, catalogue.tree(type), index);
}

const PATIENT = { resourceType: "Patient", id: "p" };
const CLAIM = { resourceType: "Claim", id: "c", patient: { reference: "Patient/p" } };

describe("a value in a few words", () => {
  it.each([
    ["a name", { ...PATIENT, name: [{ given: ["Ada", "B"], family: "Lo" }] }, "patient.name", "Ada B Lo"],
    ["a date", { ...PATIENT, birthDate: "1980-05-17" }, "patient.birth-date", "1980-05-17"],
    [
      "an address",
      { ...PATIENT, address: [{ line: ["1 Elm"], city: "Keene", state: "NH", postalCode: "03431" }] },
      "patient.address",
      "1 Elm, Keene, NH, 03431",
    ],
    ["an amount", { ...CLAIM, total: { value: 15.5, currency: "USD" } }, "claim.total", "15.5 USD"],
  ])("%s", (_what, resource, element, expected) => expect(brief(resource, element)).toBe(expected));

  it("a masked value says that one is there, and nothing of it", () => {
    expect(brief({ ...PATIENT, birthDate: "1980-05-17" }, "patient.birth-date", 1)).toBe("•••");
    expect(brief({ ...PATIENT, name: [{ family: "Lo" }] }, "patient.name", 1)).toBe("•••");
  });

  it("leaves out the link that says whose record it is", () => {
    expect(brief({ ...CLAIM, total: { value: 1, currency: "USD" } }, "claim.total")).not.toContain("Patient");
  });

  it("names three of many values, and counts the rest", () => {
    const telecom = ["1", "2", "3", "4", "5"].map((value) => ({ system: "phone", value }));
    expect(brief({ ...PATIENT, telecom }, "patient.telecom")).toBe("1; 2; 3 +2");
  });

  it("cuts what is long", () => {
    const family = "x".repeat(200);
    expect(brief({ ...PATIENT, name: [{ family }] }, "patient.name")).toHaveLength(80);
  });
});
