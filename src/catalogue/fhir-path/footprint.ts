/**
 * What an expression reads, found by walking the definitions instead of an instance.
 * Conditions count as reads: `telecom.where(system='email')` reads `telecom.system`.
 */
import { isBaseOf, isResourceType, jsonMembers, jsonMembersOf, membersOf } from "../fhir-r4/definitions.ts";
import type { Expression } from "./syntax.ts";

/** A place in the definitions: `Observation.valueQuantity` of type `Quantity`. */
interface Place {
  readonly path: string;
  readonly type: string;
}

/** Not in the definitions, or a function whose reading is unknown. */
class Underivable extends Error {}

/**
 * Definition paths that the expression reads in a resource of this type (`Patient.name.family`,
 * choices as in JSON: `Observation.valueQuantity`), sorted. Undefined when they cannot be derived.
 * `components` are read relative to the expression, as composites do.
 */
export function footprintOf(
  expression: Expression,
  resourceType: string,
  components: readonly Expression[] = [],
): readonly string[] | undefined {
  const walk = new FootprintWalk({ path: resourceType, type: resourceType });
  try {
    const found = walk.evaluate(expression, [walk.root]);
    const selected =
      components.length === 0 ? found : components.flatMap((component) => walk.evaluate(component, found));
    const paths = new Set([...walk.reads, ...selected].map((place) => place.path));
    return paths.size === 0 || paths.has(resourceType) ? undefined : [...paths].toSorted();
  } catch (fault) {
    if (fault instanceof Underivable) return undefined;
    throw fault;
  }
}

class FootprintWalk {
  readonly root: Place;
  readonly reads: Place[] = [];

  constructor(root: Place) {
    this.root = root;
  }

  evaluate(expression: Expression, focus: readonly Place[]): readonly Place[] {
    switch (expression.kind) {
      case "literal":
        return [];
      case "path":
        return expression.from === null
          ? this.#start(expression.name, focus)
          : this.#member(this.evaluate(expression.from, focus), expression.name);
      case "index":
        return this.evaluate(expression.from, focus);
      case "union":
        return [...this.evaluate(expression.left, focus), ...this.evaluate(expression.right, focus)];
      case "and":
      case "or":
      case "compare":
        return this.#condition([expression.left, expression.right], focus);
      case "type":
        return this.#type(expression.operator, this.evaluate(expression.from, focus), expression.type);
      case "call":
        return this.#call(
          expression.name,
          expression.from === null ? focus : this.evaluate(expression.from, focus),
          expression.argument,
        );
      default:
        return expression satisfies never;
    }
  }

  /** A leading name is a resource type or its base, or else a member of the focus. */
  #start(name: string, focus: readonly Place[]): readonly Place[] {
    if (name === "%resource" || name === this.root.type || isBaseOf(name, this.root.type)) return [this.root];
    if (isResourceType(name)) return [];
    return this.#member(focus, name);
  }

  #member(places: readonly Place[], name: string): readonly Place[] {
    const found = places.flatMap((place) => membersNamed(place, name));
    if (found.length === 0 && places.length > 0) throw new Underivable();
    return found;
  }

  #condition(operands: readonly Expression[], focus: readonly Place[]): readonly Place[] {
    for (const operand of operands) this.reads.push(...this.evaluate(operand, focus));
    return [];
  }

  #type(operator: "as" | "is", places: readonly Place[], type: string): readonly Place[] {
    if (operator === "is") return this.#read(places);
    return places.filter((place) => place.type === type);
  }

  #call(name: string, places: readonly Place[], argument: Expression | null): readonly Place[] {
    switch (name) {
      case "where":
        if (argument === null) throw new Underivable();
        this.reads.push(...this.evaluate(argument, places));
        return places;
      case "as":
      case "ofType":
        return this.#type("as", places, typeArgument(argument));
      case "exists":
        if (argument !== null) this.reads.push(...this.evaluate(argument, places));
        return this.#read(places);
      case "resolve":
        return places;
      case "extension":
        return places.map((place) => extensionOf(place, argument));
      default:
        throw new Underivable();
    }
  }

  #read(places: readonly Place[]): readonly Place[] {
    this.reads.push(...places);
    return [];
  }
}

function membersNamed(place: Place, name: string): readonly Place[] {
  const members = membersOf(place.type);
  const member = members.get(name) ?? members.get(`${name}[x]`);
  if (member === undefined) {
    const json = jsonMembersOf(place.type).get(name);
    return json === undefined ? [] : [{ path: `${place.path}.${name}`, type: json.type }];
  }
  return jsonMembers(member).map(({ key, type }) => ({ path: `${place.path}.${key}`, type }));
}

function extensionOf(place: Place, argument: Expression | null): Place {
  if (argument?.kind !== "literal" || typeof argument.value !== "string") throw new Underivable();
  return { path: `${place.path}.extension[url=${argument.value}]`, type: "Extension" };
}

function typeArgument(argument: Expression | null): string {
  if (argument?.kind !== "path") throw new Underivable();
  return argument.name;
}
