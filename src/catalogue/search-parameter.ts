/** SearchParameters, derived from their FHIRPath alone; rules S1–S5 in SPEC.md. */
import type { JsonObject } from "../kernel/json.ts";
import { footprintOf } from "./fhir-path/footprint.ts";
import { componentValues, valuesOf } from "./fhir-path/evaluate.ts";
import { parseFhirPath } from "./fhir-path/parse.ts";
import type { Expression } from "./fhir-path/syntax.ts";
import type { SearchParameterData } from "./fhir-r4/format.ts";
import { coverageOf } from "./coverage.ts";
import type { ElementNode, SearchParameter, SearchParameterType, TypedValue } from "./types.ts";

/** A parameter's definition, read: what it reads and how to find its values. Independent of any catalogue. */
export interface DerivedParameter {
  readonly code: string;
  readonly base: string;
  readonly type: SearchParameterType;
  readonly target: readonly string[];
  /** Undefined: cannot be derived. */
  readonly footprint: readonly string[] | undefined;
  valuesIn(resource: JsonObject): readonly TypedValue[];
}

const TYPES: readonly string[] = [
  "number",
  "date",
  "string",
  "token",
  "reference",
  "composite",
  "quantity",
  "uri",
  "special",
] satisfies SearchParameterType[];

/** Derives one SearchParameter for one resource type. Never throws: what cannot be derived has no footprint. */
export function deriveParameter(definition: SearchParameterData, resourceType: string): DerivedParameter {
  const expression = definition.expression === undefined ? undefined : parseFhirPath(definition.expression);
  const components = (definition.component ?? [])
    .map(parseFhirPath)
    .filter((component) => component !== undefined);
  const complete =
    isSearchParameterType(definition.type) && components.length === (definition.component ?? []).length;
  const footprint = expression && complete ? footprintOf(expression, resourceType, components) : undefined;
  return {
    code: definition.code,
    base: resourceType,
    type: isSearchParameterType(definition.type) ? definition.type : "special",
    target: definition.target ?? [],
    footprint,
    valuesIn: (resource) =>
      expression && footprint && resource["resourceType"] === resourceType
        ? selected(expression, components, resource)
        : [],
  };
}

/** A derived parameter under a catalogue: which elements its footprint falls on. */
export function placeParameter(parameter: DerivedParameter, tree: ElementNode | undefined): SearchParameter {
  const coverage = parameter.footprint && tree ? coverageOf(tree, parameter.footprint) : undefined;
  return { ...parameter, elements: coverage?.elements, structural: coverage?.structural ?? false };
}

/**
 * A composite has one value per combination of its components' values, `datatype: "composite"`:
 * an array of `{datatype, value}` objects in the order of the components.
 */
function selected(
  expression: Expression,
  components: readonly Expression[],
  resource: JsonObject,
): readonly TypedValue[] {
  const values = valuesOf(expression, resource);
  if (components.length === 0) return values;
  return values.flatMap((value) => {
    const parts = components.map((component) => componentValues(component, value, resource));
    return combinations(parts).map((tuple) => ({
      datatype: "composite",
      value: tuple.map((part) => ({ ...part })),
    }));
  });
}

function combinations(parts: readonly (readonly TypedValue[])[]): readonly (readonly TypedValue[])[] {
  return parts.reduce<readonly (readonly TypedValue[])[]>(
    (tuples, values) => tuples.flatMap((tuple) => values.map((value) => [...tuple, value])),
    [[]],
  );
}

function isSearchParameterType(type: string): type is SearchParameterType {
  return TYPES.includes(type);
}
