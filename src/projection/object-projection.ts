import type { TransformVector } from "../catalogue/transforms.ts";
import type { Catalogue } from "../catalogue/types.ts";
import type { JsonObject } from "../kernel/json.ts";
import { ownersOf } from "./owners.ts";
import { rebuildObject } from "./rebuild.ts";
import type { FhirProjection, Projected, ProjectionContext } from "./types.ts";
import { givesAny } from "./visibility.ts";
import { Walk } from "./walk.ts";

/**
 * Projection over objects: the reference, and the path for every transform. Rules PRJ-… in SPEC.md.
 * Reads FHIR R4 JSON as parseJson gives it; shares unchanged values with the input, which is never written to.
 */
export function objectProjection(catalogue: Catalogue): FhirProjection {
  return { project: (resource, elements, context) => project(catalogue, resource, elements, context) };
}

function project(
  catalogue: Catalogue,
  resource: JsonObject,
  elements: TransformVector,
  context: ProjectionContext,
): Projected {
  const type = resource["resourceType"];
  const known = typeof type === "string" && catalogue.isResourceType(type);
  const tree = known ? catalogue.tree(type) : undefined;
  const walk = new Walk(elements, context, catalogue.elements, [known ? type : "?"]);
  if (tree === undefined) {
    walk.noteUnmapped();
    return account(walk, undefined);
  }
  const owners = ownersOf(resource, [tree]);
  return account(walk, givesAny(owners, elements) ? rebuildObject(resource, owners, walk) : undefined);
}

function account(walk: Walk, resource: JsonObject | undefined): Projected {
  const { released, withheld, unmapped } = walk;
  return { resource: resource ?? null, released, withheld, unmapped };
}
