/** One walk through a resource: what it says of itself, and what it refers to. */
import type { JsonObject, JsonValue } from "../kernel/json.ts";
import { isJsonObject } from "../kernel/json.ts";
import { jsonMembersOf } from "./fhir-r4/definitions.ts";
import type { LabelLink } from "./label-links.ts";
import { linkTo } from "./label-links.ts";
import { parseReference } from "./reference.ts";
import type { ReferenceTarget } from "./reference.ts";
import { codingKey } from "./segment-labels.ts";
import { subjectLinksOf } from "./subject-link.ts";
import type { SubjectLink } from "./subject-link.ts";

/**
 * Everything a resource mentions: its labels, codings anywhere in it, and the records it refers to. One that was made
 * for certain segments may leave out codings and sources that none of them labels.
 */
export interface Survey {
  /** `resourceType` and `id`; empty where they are no strings. */
  readonly type: string;
  readonly id: string;
  readonly subjects: readonly SubjectLink[];
  /**
   * The same for records of the type whose subject parameters select the same references, by their text; undefined where
   * nobody worked it out, or one of them has no text.
   */
  readonly whose?: string | undefined;
  /** Codings of meta.security, as `codingKey` gives them, of the resource and of those contained in it. */
  readonly security: readonly string[];
  /** meta.source of the same, without its fragment. */
  readonly sources: readonly string[];
  /** Codings anywhere in it, those of meta.security included. */
  readonly codings: readonly string[];
  /** `Type/id` of the records it refers to, each once, those of contained resources left out. */
  readonly refs: readonly string[];
  /** The records that lend it their labels, those of contained resources too. */
  readonly links: readonly LabelLink[];
}

interface Collected extends ReferencedRecords {
  readonly security: Set<string>;
  readonly sources: Set<string>;
  readonly codings: Set<string>;
}

const known = new WeakMap<JsonObject, Survey>();

/** The survey of a resource as the upstream sent it. INVARIANT: nobody changes a resource after it was read. */
export function surveyOf(resource: JsonObject): Survey {
  const found = known.get(resource);
  if (found !== undefined) return found;
  const type = textOf(resource["resourceType"]);
  const collected: Collected = {
    type,
    security: new Set(),
    sources: new Set(),
    codings: new Set(),
    refs: new Set(),
    links: new Map(),
  };
  collectMeta(resource, collected);
  collect(resource, { shape: type, targets: [] }, collected, true);
  const survey: Survey = {
    type,
    id: textOf(resource["id"]),
    subjects: subjectLinksOf(resource, type),
    security: [...collected.security],
    sources: [...collected.sources],
    codings: [...collected.codings],
    refs: [...collected.refs],
    links: [...collected.links.values()],
  };
  known.set(resource, survey);
  return survey;
}

interface Context {
  /** Shape in the definitions; empty where they do not reach, which ends no search for codings. */
  readonly shape: string;
  readonly targets: readonly string[];
}

function collect(value: JsonValue | undefined, context: Context, into: Collected, ownLinks: boolean): void {
  if (Array.isArray(value)) {
    for (const item of value as readonly JsonValue[]) collect(item, context, into, ownLinks);
    return;
  }
  if (!isJsonObject(value)) return;
  if (typeof value["code"] === "string") into.codings.add(codingKey(textOf(value["system"]), value["code"]));
  if (typeof value["reference"] === "string") addTargets(value, context.targets, into, ownLinks);
  const members = jsonMembersOf(shapeOf(value, context));
  for (const [key, inner] of Object.entries(value)) {
    const member = members.get(key);
    const below = { shape: member?.type ?? "", targets: member?.member.targets ?? [] };
    // A contained resource lends its codings, never its links: they would widen what a fact about one record reaches.
    collect(inner, below, into, ownLinks && key !== "contained");
  }
}

/** A contained resource names its own shape. */
function shapeOf(value: JsonObject, { shape }: Context): string {
  const own = value["resourceType"];
  return typeof own === "string" ? own : shape;
}

function addTargets(
  reference: JsonObject,
  targets: readonly string[],
  into: Collected,
  ownLinks: boolean,
): void {
  const target = parseReference(reference);
  if (target !== undefined) addTarget(target, targets, into, ownLinks);
}

/** What the references of a record come to. */
export interface ReferencedRecords {
  /** Of the record that refers. */
  readonly type: string;
  readonly refs: Set<string>;
  readonly links: Map<string, LabelLink>;
}

/**
 * Adds the target of one reference. A `urn:` link has no type of its own, so it stands for each type that the
 * definition allows: `targets`. `ownLinks` is false below `contained`.
 */
export function addTarget(
  target: ReferenceTarget,
  targets: readonly string[],
  into: ReferencedRecords,
  ownLinks: boolean,
): void {
  const types = target.type === undefined ? targets.filter((type) => type !== "Resource") : [target.type];
  for (const type of types) {
    const ref = `${type}/${target.id}`;
    if (ownLinks) into.refs.add(ref);
    const link = linkTo(into.type, type, ref);
    if (link !== null) into.links.set(ref, link);
  }
}

function collectMeta(resource: JsonObject, into: Collected): void {
  const meta = resource["meta"];
  if (isJsonObject(meta)) {
    for (const label of objectsIn(meta["security"]))
      into.security.add(codingKey(textOf(label["system"]), textOf(label["code"])));
    if (typeof meta["source"] === "string") into.sources.add(sourceKey(meta["source"]));
  }
  for (const inner of objectsIn(resource["contained"])) collectMeta(inner, into);
}

/**
 * A meta.source as labels name it. `https://program.example#request-7`: what follows tells one message from the next,
 * FHIR R4 2.1.0.3.
 */
export function sourceKey(uri: string): string {
  const at = uri.indexOf("#");
  return at < 0 ? uri : uri.slice(0, at);
}

function objectsIn(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : [];
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}
