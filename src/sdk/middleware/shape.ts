import { codeOf, type Transform } from "../../catalogue/transforms.ts";
import { POPULOUS_ZIP3 } from "../../catalogue/census/zip3.ts";
import { MASKED_CELL, showCell } from "../../projection/files/csv-values.ts";
import type { Json } from "../engine/engine.ts";

/** How an application's own JSON stands to the catalogue. Whatever it does not name never comes out. */
export interface RecordShape {
  /** The FHIR R4 type whose elements these are: `Patient`, `Claim`… */
  readonly type: string;
  /** Member with the record's id, and with the id of the patient it is about; both come out of every visible record. */
  readonly id: string;
  readonly patient: string;
  /** Path of a member, with dots between, to the element it holds: `{"contact.phone": "patient.telecom"}`. */
  readonly fields: Readonly<Record<string, string>>;
  /** Codes of a record that may label it as sensitive. A record whose codes are not told counts as having none. */
  readonly codings?: (record: Json) => readonly { readonly system: string; readonly code: string }[];
}

/** Makes the token of a value under an element. */
export type Tokenize = (element: string, value: string) => string;

type Node = string | { readonly [member: string]: Node };

/** The value at a path; undefined where there is none. Lists are not gone into. */
export function valueAt(record: Json, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
      record,
    );
}

/** The record rebuilt from the members that the shape names, each in the form that its element may leave in. */
export function rebuild(
  record: Json,
  shape: RecordShape,
  permitted: ReadonlyMap<string, Transform>,
  options: { readonly tokenize: Tokenize | undefined; readonly now: number },
): Json {
  const always = { [shape.id]: STRUCTURAL, [shape.patient]: STRUCTURAL };
  const tree = treeOf({ ...shape.fields, ...always });
  const given = new Map<string, Transform>([...permitted, [STRUCTURAL, "keep"]]);
  return (shown(record, tree, given, options) ?? {}) as Json;
}

/** Stands for the elements that every visible record shows; no element is called so. */
const STRUCTURAL = "(structural)";

type Tree = Record<string, Node>;

/** Without a prototype, so that no path finds what the record's author did not name. */
function newTree(): Tree {
  return Object.create(null) as Tree;
}

function treeOf(fields: Readonly<Record<string, string>>): { readonly [member: string]: Node } {
  const tree = newTree();
  for (const [path, element] of Object.entries(fields)) {
    const keys = path.split(".");
    const last = keys.pop() ?? "";
    let at = tree;
    for (const key of keys) {
      const below = at[key];
      const next = typeof below === "object" ? below : newTree();
      at[key] = next;
      at = next;
    }
    at[last] = element;
  }
  return tree;
}

type Options = Parameters<typeof rebuild>[3];

/** Undefined: nothing of the value may leave. */
function shown(value: unknown, node: Node, given: ReadonlyMap<string, Transform>, options: Options): unknown {
  if (typeof node === "string") {
    const transform = given.get(node);
    return transform === undefined ? undefined : inForm(value, transform, node, options);
  }
  if (Array.isArray(value)) {
    return value
      .map((item: unknown) => shown(item, node, given, options))
      .filter((item) => item !== undefined);
  }
  if (!isObject(value)) return undefined;
  const members = Object.keys(node).flatMap((key) => {
    const below = node[key];
    if (below === undefined || !Object.hasOwn(value, key)) return [];
    const left = shown(value[key], below, given, options);
    return left === undefined ? [] : [[key, left] as const];
  });
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

function inForm(value: unknown, transform: Transform, element: string, options: Options): unknown {
  if (value === undefined || value === null || transform === "keep") return value;
  if (transform === "count") return Array.isArray(value) ? value.length : 1;
  if (Array.isArray(value)) return value.map((item: unknown) => inForm(item, transform, element, options));
  if (transform === "tokenize")
    return options.tokenize && typeof value === "string" ? options.tokenize(element, value) : undefined;
  if (typeof value !== "string") return MASKED_CELL;
  return showCell(value, codeOf(transform), 0, { now: options.now, zip3: POPULOUS_ZIP3, tokenize: null });
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
