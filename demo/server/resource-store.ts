import { parametersOf } from "../../src/catalogue/search-registry.ts";
import type { DerivedParameter } from "../../src/catalogue/search-parameter.ts";
import { parseReference } from "../../src/catalogue/reference.ts";
import type { TypedValue } from "../../src/catalogue/types.ts";
import { isJsonObject, stringifyJson } from "../../src/kernel/json.ts";
import type { JsonObject } from "../../src/kernel/json.ts";

/** A resource with its place in the store; results come out in this order unless sorted. */
export interface Stored {
  readonly type: string;
  readonly id: string;
  readonly order: number;
  readonly resource: JsonObject;
  /** As JSON, written once: what a search sends is what was stored. */
  readonly text: string;
}

type ReferenceIndex = ReadonlyMap<string, readonly Stored[]>;

/**
 * The resources by type and id, with an index per reference parameter, so that a search narrowed
 * to some patients looks at their records alone. Indexes are built when first asked for.
 */
export class ResourceStore {
  readonly #byType = new Map<string, Map<string, Stored>>();
  readonly #parameters = new Map<string, ReadonlyMap<string, DerivedParameter>>();
  readonly #references = new Map<string, ReferenceIndex>();
  readonly #values = new Map<string, Map<Stored, readonly TypedValue[]>>();

  constructor(resources: readonly JsonObject[]) {
    for (const [order, resource] of resources.entries()) {
      const { resourceType: type, id } = resource;
      if (typeof type !== "string" || typeof id !== "string") continue;
      const ofType = this.#byType.get(type) ?? new Map<string, Stored>();
      ofType.set(id, { type, id, order, resource, text: stringifyJson(resource) });
      this.#byType.set(type, ofType);
    }
  }

  /** Builds the indexes that the first searches by patient would wait for. */
  indexPatients(): void {
    for (const type of this.types()) {
      const parameter = this.parameter(type, "patient");
      if (parameter?.type === "reference") this.pointingTo(type, parameter, "");
    }
  }

  types(): readonly string[] {
    return [...this.#byType.keys()].toSorted();
  }

  read(type: string, id: string): Stored | undefined {
    return this.#byType.get(type)?.get(id);
  }

  ofType(type: string): readonly Stored[] {
    return [...(this.#byType.get(type)?.values() ?? [])];
  }

  /** Search parameter of FHIR R4; undefined when the type has none of that code. */
  parameter(type: string, code: string): DerivedParameter | undefined {
    return this.parametersOf(type).get(code);
  }

  parametersOf(type: string): ReadonlyMap<string, DerivedParameter> {
    const known = this.#parameters.get(type);
    if (known !== undefined) return known;
    const found = new Map(parametersOf(type, []).map((parameter) => [parameter.code, parameter] as const));
    this.#parameters.set(type, found);
    return found;
  }

  /** What the parameter selects in this resource; found once and kept. */
  valuesOf(parameter: DerivedParameter, stored: Stored): readonly TypedValue[] {
    const key = `${stored.type}/${parameter.code}`;
    const ofParameter = this.#values.get(key) ?? new Map<Stored, readonly TypedValue[]>();
    this.#values.set(key, ofParameter);
    const known = ofParameter.get(stored);
    if (known !== undefined) return known;
    const values = parameter.valuesIn(stored.resource);
    ofParameter.set(stored, values);
    return values;
  }

  /** Resources of a type whose reference parameter points to `target`, as `Patient/7`. */
  pointingTo(type: string, parameter: DerivedParameter, target: string): readonly Stored[] {
    const key = `${type}/${parameter.code}`;
    const known = this.#references.get(key);
    if (known !== undefined) return known.get(target) ?? [];
    const built = this.#indexOf(type, parameter);
    this.#references.set(key, built);
    return built.get(target) ?? [];
  }

  #indexOf(type: string, parameter: DerivedParameter): ReferenceIndex {
    const index = new Map<string, Stored[]>();
    for (const stored of this.ofType(type)) {
      for (const target of this.#targetsOf(parameter, stored)) {
        const pointing = index.get(target);
        if (pointing === undefined) index.set(target, [stored]);
        else pointing.push(stored);
      }
    }
    return index;
  }

  #targetsOf(parameter: DerivedParameter, stored: Stored): ReadonlySet<string> {
    const targets = this.valuesOf(parameter, stored).map(({ value }) =>
      isJsonObject(value) ? parseReference(value) : undefined,
    );
    return new Set(
      targets.filter((target) => target?.type !== undefined).map((target) => `${target?.type}/${target?.id}`),
    );
  }
}
