import { recordFactsOf } from "../../catalogue/record-facts.ts";
import type { RecordFacts, SegmentMask } from "../../catalogue/types.ts";
import { viewOf } from "../../decision/view.ts";
import type { JsonObject } from "../../kernel/json.ts";
import type { Permitted } from "../../pipeline.ts";
import { objectProjection } from "../../projection/object-projection.ts";
import type { ProjectionContext } from "../../projection/types.ts";

/**
 * What the caller can know of a record: null when nothing of it comes out, and labels only as far as what comes out
 * bears them. `lent`: its labels through what it refers to. An explanation made from more would tell a label of behavioral health that the answer withholds.
 */
export function knownFactsOf(
  { policy, decision, facts, now }: Permitted,
  resource: JsonObject,
  lent: SegmentMask,
): RecordFacts | null {
  const record = recordFactsOf(resource, policy.segments, lent);
  const view = viewOf(decision, record, facts);
  if (view === null) return null;
  const shown = objectProjection(policy.catalogue).project(resource, view.elements, { ...ANY_TOKEN, now });
  if (shown.resource === null) return null;
  return { ...record, segments: recordFactsOf(shown.resource, policy.segments).segments };
}

/** Nothing of this projection leaves, so that any token stands for the true one. */
const ANY_TOKEN: Omit<ProjectionContext, "now"> = { tokenize: () => "token", zip3: new Set() };
