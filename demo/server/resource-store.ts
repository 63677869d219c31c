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
  /** As JSON: what a search sends is what was stored. */
  readonly text: string;
}

type ReferenceIndex = Map<string, Stored[]>;

/**
 * The resources by type and id, with an index per reference parameter, so that a search narrowed
 * to some patients looks at their records alone. That of `patient` is there from the start, the others are
 * built when first asked for.
 */
export class ResourceStore {
  readonly #byType = new Map<string, Map<string, Stored>>();
  readonly #parameters = new Map<string, ReadonlyMap<string, DerivedParameter>>();
  readonly #former = new Map<string, readonly Stored[]>();
  readonly #references = new Map<string, ReferenceIndex>();
  readonly #values = new Map<string, Map<Stored, readonly TypedValue[]>>();
  readonly #remembersValues: boolean;
  #next = 0;

  /** With few records, what a parameter selected in one is remembered; with many it is found each time. */
  constructor(options: { readonly remembersValues: boolean }) {
    this.#remembersValues = options.remembersValues;
  }

  /** A store of records that are held as objects. */
  static of(resources: readonly JsonObject[]): ResourceStore {
    const store = new ResourceStore({ remembersValues: true });
    for (const [order, resource] of resources.entries()) {
      const { resourceType: type, id } = resource;
      if (typeof type !== "string" || typeof id !== "string") continue;
      const stored = { type, id, order, resource, text: stringifyJson(resource) };
      store.add(stored, store.patientsOf(type, resource));
    }
    return store;
  }

  /** Adds a record, or puts it in the place of the one with its type and id, until the process ends. */
  put(type: string, id: string, resource: JsonObject): Stored {
    const before = this.read(type, id);
    const stored = { type, id, order: before?.order ?? this.#next, resource, text: stringifyJson(resource) };
    if (before !== undefined) this.#former.set(`${type}/${id}`, [before, ...this.formerOf(type, id)]);
    this.remove(type, id);
    this.add(stored, this.patientsOf(type, resource));
    for (const [key, index] of this.#references) {
      const [ofType, code = ""] = key.split("/");
      const parameter = ofType === type && code !== "patient" ? this.parameter(type, code) : undefined;
      if (parameter === undefined) continue;
      for (const target of targetsOf(parameter.valuesIn(resource))) enter(index, target, stored);
    }
    return stored;
  }

  /** What was written over since the process began, newest first. */
  formerOf(type: string, id: string): readonly Stored[] {
    return this.#former.get(`${type}/${id}`) ?? [];
  }

  /** Takes a record away, until the process ends. */
  remove(type: string, id: string): void {
    const stored = this.read(type, id);
    if (stored === undefined) return;
    this.#byType.get(type)?.delete(id);
    for (const [key, index] of this.#references) {
      if (!key.startsWith(`${type}/`)) continue;
      for (const [target, pointing] of index) index.set(target, without(pointing, stored));
    }
    for (const values of this.#values.values()) values.delete(stored);
  }

  /** `patients` are what the record's parameter `patient` points to, as `Patient/7`; see `patientsOf`. */
  add(stored: Stored, patients: readonly string[]): void {
    const { type } = stored;
    this.#next = Math.max(this.#next, stored.order + 1);
    const ofType = this.#byType.get(type) ?? new Map<string, Stored>();
    ofType.set(stored.id, stored);
    this.#byType.set(type, ofType);
    if (this.parameter(type, "patient")?.type !== "reference") return;
    const index = this.#references.get(`${type}/patient`) ?? new Map<string, Stored[]>();
    this.#references.set(`${type}/patient`, index);
    for (const patient of patients) enter(index, patient, stored);
  }

  /** Finds what these parameters select in a record that was just added, while it is at hand. */
  remember(stored: Stored, codes: readonly string[], resource: JsonObject): void {
    for (const code of codes) {
      const parameter = this.parameter(stored.type, code);
      if (parameter !== undefined)
        this.#valuesBy(stored.type, code).set(stored, parameter.valuesIn(resource));
    }
  }

  #valuesBy(type: string, code: string): Map<Stored, readonly TypedValue[]> {
    const key = `${type}/${code}`;
    const known = this.#values.get(key) ?? new Map<Stored, readonly TypedValue[]>();
    this.#values.set(key, known);
    return known;
  }

  /** What the parameter `patient` of this type points to in a record; empty where the type has none. */
  patientsOf(type: string, resource: JsonObject): readonly string[] {
    const parameter = this.parameter(type, "patient");
    return parameter?.type === "reference" ? [...targetsOf(parameter.valuesIn(resource))] : [];
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

  /** What the parameter selects in this resource. */
  valuesOf(parameter: DerivedParameter, stored: Stored): readonly TypedValue[] {
    // Dates are small, and what is synced again and again is asked for by date.
    if (!this.#remembersValues && parameter.type !== "date") return parameter.valuesIn(stored.resource);
    const ofParameter = this.#valuesBy(stored.type, parameter.code);
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
    const index: ReferenceIndex = new Map();
    for (const stored of this.ofType(type)) {
      for (const target of targetsOf(this.valuesOf(parameter, stored))) enter(index, target, stored);
    }
    return index;
  }
}

function enter(index: ReferenceIndex, target: string, stored: Stored): void {
  const pointing = index.get(target);
  if (pointing === undefined) index.set(target, [stored]);
  else pointing.push(stored);
}

function without(pointing: Stored[], stored: Stored): Stored[] {
  return pointing.includes(stored) ? pointing.filter((one) => one !== stored) : pointing;
}

function targetsOf(values: readonly TypedValue[]): ReadonlySet<string> {
  const targets = values.map(({ value }) => (isJsonObject(value) ? parseReference(value) : undefined));
  return new Set(
    targets.filter((target) => target?.type !== undefined).map((target) => `${target?.type}/${target?.id}`),
  );
}
