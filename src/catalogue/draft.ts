/** The tree of one resource type while paths are being laid into it; tree.ts turns it into ElementNodes. */
import type { Result } from "../kernel/result.ts";
import { err, ok } from "../kernel/result.ts";
import type { Discriminator } from "./discriminator.ts";
import type { ElementPath, PathSegment } from "./element-path.ts";
import type { JsonMember } from "./fhir-r4/definitions.ts";
import { isShape, jsonMembers, jsonMembersOf, membersOf } from "./fhir-r4/definitions.ts";

/** A place that a path names or passes through. */
export interface Draft {
  /** Datatype, resource type or backbone path. */
  readonly type: string;
  readonly array: boolean;
  owner: Owner | null;
  readonly children: Map<string, Draft>;
  readonly variants: Map<string, DraftVariant>;
}

export interface DraftVariant {
  readonly test: Discriminator;
  readonly draft: Draft;
}

export interface Owner {
  readonly element: number;
  /** Yields to an owner that is not: a path under `[*]`, or an extension's own `url`. */
  readonly weak: boolean;
}

export type PathFault = "path_unknown" | "path_conflict" | "path_structural" | "extension_undiscriminated";

/** An empty place. */
export function newDraft(type: string, array: boolean): Draft {
  return { type, array, owner: null, children: new Map(), variants: new Map() };
}

/** The variant of a draft with this test; added when it is new. */
export function variantOf(draft: Draft, test: Discriminator): Draft {
  const known = draft.variants.get(test.text);
  if (known !== undefined) return known.draft;
  const added = newDraft(draft.type, draft.array);
  draft.variants.set(test.text, { test, draft: added });
  return added;
}

/**
 * Lays a path below `top`, which stands for the resource or one of its variants.
 * Faults: `path_unknown` (R4 has no such member), `path_conflict` (another element owns it),
 * `extension_undiscriminated` (an extension without `[url=…]`).
 */
export function layPath(top: Draft, path: ElementPath, owner: Owner): Result<null, PathFault> {
  let places = [top];
  for (const [at, segment] of path.segments.entries()) {
    if (isExtension(segment) && segment.test === null) return err("extension_undiscriminated");
    const intoPrimitive = segment.name !== "extension" && path.segments[at + 1]?.name === "extension";
    places = places.flatMap((place) => childrenFor(place, segment, intoPrimitive));
    if (places.length === 0) return err("path_unknown");
    if (isExtension(segment)) for (const place of places) claimUrl(place, owner);
  }
  for (const place of places) if (!claim(place, owner)) return err("path_conflict");
  return ok(null);
}

function isExtension(segment: PathSegment): boolean {
  return segment.name === "extension" || segment.name === "modifierExtension";
}

function childrenFor(place: Draft, segment: PathSegment, intoPrimitive: boolean): Draft[] {
  return matchingMembers(place.type, segment.name).map((known) => {
    // An extension of a primitive stands in JSON beside it, under the underscored key.
    const sibling = intoPrimitive && !isShape(known.type);
    const child = childOf(
      place,
      sibling ? `_${known.key}` : known.key,
      sibling ? "Element" : known.type,
      known.member.array,
    );
    return segment.test === null ? child : variantOf(child, segment.test);
  });
}

function matchingMembers(shape: string, name: string): readonly JsonMember[] {
  const choice = name.endsWith("[x]") ? membersOf(shape).get(name) : undefined;
  if (choice !== undefined) return jsonMembers(choice);
  const known = jsonMembersOf(shape).get(name);
  return known === undefined ? [] : [known];
}

function childOf(place: Draft, key: string, type: string, array: boolean): Draft {
  const known = place.children.get(key);
  if (known !== undefined) return known;
  const added = newDraft(type, array);
  place.children.set(key, added);
  return added;
}

function claim(place: Draft, owner: Owner): boolean {
  if (place.owner === null || (place.owner.weak && !owner.weak)) {
    place.owner = owner;
    return true;
  }
  return place.owner.element === owner.element || owner.weak;
}

/** An extension without its url says nothing, so whoever owns a part of it owns the url too. */
function claimUrl(extension: Draft, owner: Owner): void {
  claim(childOf(extension, "url", "uri", false), { element: owner.element, weak: true });
}
