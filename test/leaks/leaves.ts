/** The leaves of a resource with the elements that own each: rules T1–T6 of catalogue/SPEC.md, walked naively. */
import { jsonMembersOf } from "../../src/catalogue/fhir-r4/definitions.ts";
import { isJsonObject, JsonNumber } from "../../src/kernel/json.ts";
import type { JsonObject, JsonValue } from "../../src/kernel/json.ts";
import { names, passes } from "./element-paths.ts";
import type { ElementPath } from "./element-paths.ts";

/** A primitive value of a resource. */
export interface Leaf {
  /** Without list positions: `Patient.name.family`. */
  readonly path: string;
  /** As it stands in JSON, without quotes. */
  readonly literal: string;
  /** Elements that own it together; `structural`: comes with every visible record; null: nobody names it. */
  readonly owners: readonly number[] | "structural" | null;
  /** Datatype or backbone path of the object it stands in: `Address`. */
  readonly parent: string;
}

/** What a record consists of, as far as element paths say. */
export interface ReadRecord {
  readonly leaves: readonly Leaf[];
  /** For each way in which tests on the resource hold: the elements such a record can show. */
  readonly contexts: readonly (readonly number[])[];
}

/** One way in which tests hold on the way down: the paths still in play, and who owns this place. */
interface Context {
  readonly live: readonly ElementPath[];
  readonly owner: number | null;
}

interface Place {
  readonly path: string;
  /** Steps walked, the resource itself included. */
  readonly depth: number;
  readonly shape: string;
  readonly contexts: readonly Context[];
  readonly structural: boolean;
}

/** These of a resource are named by their very path or not at all (T3). */
const OF_RESOURCE = new Set(["meta", "implicitRules", "language", "text", "contained"]);
/** Names of the single link to the patient (T5). */
const PATIENT_LINKS = new Set(["subject", "patient", "beneficiary", "individual", "for"]);

/** Reads one record. `paths` are those of its type. */
export function readRecord(resource: JsonObject, paths: readonly ElementPath[]): ReadRecord {
  const type = String(resource["resourceType"]);
  const contexts = split(paths, 0, resource, null);
  const top: Place = { path: type, depth: 1, shape: type, contexts, structural: false };
  return {
    leaves: [...membersOf(resource, top)],
    contexts: contexts.map(({ live }) => live.map(({ element }) => element)),
  };
}

function* membersOf(object: JsonObject, place: Place): Generator<Leaf> {
  // A link into `contained` leads nowhere once that is left out (PRJ-08).
  const link = object["reference"];
  const dead = place.shape === "Reference" && typeof link === "string" && link.startsWith("#");
  for (const [key, value] of Object.entries(object)) {
    for (const item of Array.isArray(value) ? (value as readonly JsonValue[]) : [value]) {
      if (item === undefined || item === null) continue;
      const inner = below(place, key, item, Array.isArray(value));
      const buried = dead ? { ...inner, structural: false, contexts: [{ live: [], owner: null }] } : inner;
      if (isJsonObject(item)) yield* membersOf(item, buried);
      else yield leafOf(item, buried, place);
    }
  }
}

function leafOf(item: JsonValue, place: Place, around: Place): Leaf {
  const owners = place.contexts.flatMap(({ owner }) => owner ?? []);
  const named = owners.length === place.contexts.length ? owners : null;
  return {
    path: place.path,
    literal: item instanceof JsonNumber ? item.text : String(item),
    owners: place.structural ? "structural" : named,
    parent: around.shape,
  };
}

function below(place: Place, key: string, item: JsonValue, inList: boolean): Place {
  const sibling = key.startsWith("_");
  const member = sibling ? undefined : jsonMembersOf(place.shape).get(key);
  const shape = sibling ? "Element" : (member?.type ?? "");
  const isInherited = member !== undefined && !isStrict(place, key, shape);
  const contexts = place.contexts.flatMap(({ live, owner }) => {
    const onwards = live.filter(({ steps }) => {
      const step = steps[place.depth];
      if (step === undefined || !names(step, sibling ? key.slice(1) : key)) return false;
      return !sibling || steps[place.depth + 1]?.name === "extension";
    });
    return split(onwards, place.depth, item, isInherited ? owner : null);
  });
  return {
    path: `${place.path}.${key}`,
    depth: place.depth + 1,
    shape: shape === "Resource" && isJsonObject(item) ? String(item["resourceType"]) : shape,
    contexts,
    structural: isStructural(place, key, inList),
  };
}

/** Out of every subtree, unless a path names it. */
function isStrict({ depth, shape }: Place, key: string, inner: string): boolean {
  if (depth === 1 && OF_RESOURCE.has(key)) return true;
  if (shape === "Reference" && (key === "display" || key === "identifier")) return true;
  return key === "id" || key === "extension" || key === "modifierExtension" || inner === "Resource";
}

function isStructural(place: Place, key: string, inList: boolean): boolean {
  if (place.depth === 1) {
    const isLink =
      PATIENT_LINKS.has(key) && !inList && jsonMembersOf(place.shape).get(key)?.type === "Reference";
    return key === "id" || key === "resourceType" || isLink;
  }
  return place.depth === 2 && place.structural && (key === "reference" || key === "type");
}

/** The ways in which the tests behind a step hold on an item; without any that holds, the paths without a test. */
function split(
  paths: readonly ElementPath[],
  depth: number,
  item: JsonValue,
  inherited: number | null,
): readonly Context[] {
  const testOf = (path: ElementPath): string => path.steps[depth]?.test ?? "";
  const holding = new Set(
    paths.map(testOf).filter((test) => test !== "" && test !== "[*]" && passes(test, item)),
  );
  const ways = holding.size === 0 ? [""] : [...holding];
  return ways.map((way) => {
    const live = paths.filter((path) => testOf(path) === way || testOf(path) === "[*]");
    const ending = live.filter(({ steps }) => steps.length === depth + 1);
    return { live, owner: ownerAmong(ending) ?? inherited };
  });
}

/** Of several paths that end here, the one under a test goes before the one under all tests (P5). */
function ownerAmong(ending: readonly ElementPath[]): number | undefined {
  const special = ending.find(({ steps }) => steps[0]?.test !== "[*]");
  return (special ?? ending[0])?.element;
}
