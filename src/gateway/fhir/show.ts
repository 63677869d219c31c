import { recordFactsOf } from "../../catalogue/record-facts.ts";
import { DROP } from "../../catalogue/transforms.ts";
import type { TransformVector } from "../../catalogue/transforms.ts";
import type { Catalogue, SegmentMask } from "../../catalogue/types.ts";
import type { JsonObject } from "../../kernel/json.ts";
import type { Permitted } from "../../pipeline.ts";
import type { FhirProjection, ProjectionContext } from "../../projection/types.ts";
import { isExpected } from "./admit.ts";
import type { Expected } from "./admit.ts";
import type { ContentLinker } from "./binary/content-links.ts";
import type { LabelSource } from "./labels/label-source.ts";
import { part2NoticeOf, withNotice } from "./labels/part2-notice.ts";
import { seen } from "./scoped-view.ts";
import type { Seen } from "./scoped-view.ts";
import { labeled } from "./security-labels.ts";

/** One type as one caller sees it: what is the same for all its records. */
export interface Sight {
  readonly permitted: Permitted;
  readonly type: string;
  readonly projection: FhirProjection;
  readonly context: ProjectionContext;
  /** Puts links of the gateway in place of the upstream's. */
  readonly linkContents: ContentLinker;
  /** What records come by through their references. */
  readonly labels: LabelSource;
}

/** A record as the caller sees it, with what the audit entry needs to know about it. */
export interface Shown extends Seen {
  readonly resource: JsonObject;
  readonly id: string;
}

export function sightOf(
  permitted: Permitted,
  type: string,
  projection: FhirProjection,
  context: ProjectionContext,
  linkContents: ContentLinker,
  labels: LabelSource,
): Sight {
  return { permitted, type, projection, context, linkContents, labels };
}

/** True when the decision gives any element of the type on some record: policy and caller alone say so. */
export function isGiven(catalogue: Catalogue, type: string, granted: TransformVector): boolean {
  return catalogue.elementsOfType(type).some((element) => granted[element] !== DROP);
}

/**
 * The record as the caller sees it, or null: not what was asked for, out of reach, or without one element to show.
 * `lent` are the segments it comes by through its references: labels/judge.ts finds out, and is how to ask for a record.
 * INVARIANT: everything that happens to a record afterwards happens to `resource`, which is rebuilt.
 */
export function show(sight: Sight, expected: Expected, record: JsonObject, lent: SegmentMask): Shown | null {
  const facts = recordFactsOf(record, sight.permitted.policy.segments, lent);
  if (!isExpected(expected, record, facts)) return null;
  const shown = seen(sight, record, facts);
  const resource = shown?.projected.resource;
  if (shown === null || resource === null || resource === undefined) return null;
  const linked = sight.linkContents(record, { ...shown, resource });
  return { ...shown, resource: marked(sight, linked), id: facts.id };
}

/** The same record under a view that gives no more than `elements`; null: nothing is left to show. */
export function narrowed(
  sight: Sight,
  record: JsonObject,
  shown: Shown,
  elements: TransformVector,
): Shown | null {
  if (Buffer.compare(elements, shown.view.elements) === 0) return shown;
  const { projection, context, linkContents } = sight;
  const projected = projection.project(record, elements, context);
  if (projected.resource === null) return null;
  const less = { ...shown, view: { ...shown.view, elements }, projected };
  return {
    ...less,
    resource: marked(sight, linkContents(record, { ...less, resource: projected.resource })),
  };
}

/** Labels and notices follow from the decision alone, so that every record bears the same. */
function marked({ permitted }: Sight, resource: JsonObject): JsonObject {
  return withNotice(labeled(resource), part2NoticeOf(permitted.decision));
}
