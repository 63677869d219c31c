import { mappedTypes } from "../../catalogue/mapped-types.ts";
import { subjectParameters } from "../../catalogue/patient-link.ts";
import { recordFactsOf } from "../../catalogue/record-facts.ts";
import { DROP, KEEP, type TransformVector } from "../../catalogue/transforms.ts";
import type { RecordFacts, SegmentMask } from "../../catalogue/types.ts";
import type { JsonObject } from "../../kernel/json.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { objectProjection } from "../../projection/object-projection.ts";
import type { ProjectionContext } from "../../projection/types.ts";
import type { ComparisonDesk } from "./ports.ts";

/** One record of the chart, as the upstream holds it. */
export interface HeldRecord {
  readonly resource: JsonObject;
  readonly facts: RecordFacts;
  /** Indexes of the elements it holds something of. */
  readonly held: ReadonlySet<number>;
}

/** The chart by resource type, Patient first. */
export type Chart = ReadonlyMap<string, readonly HeldRecord[]>;

/** Nothing of this projection leaves, so that any token stands for the true one. */
const UNTRANSFORMED: ProjectionContext = { now: 0, tokenize: null, zip3: new Set() };

/** Of a record whose labels are not known nothing is told that any segment hides. */
const EVERY_SEGMENT: SegmentMask = ~0;

/** Records that are about this patient alone, Patient first, each with what it holds. */
export async function readChart(
  desk: ComparisonDesk,
  policy: CompiledPolicy,
  patientId: string,
): Promise<Chart> {
  const linked = mappedTypes(policy.catalogue).filter((type) => subjectParameters(type).length > 0);
  const types = ["Patient", ...linked];
  const found = await Promise.all(types.map((type) => desk.held(type, [patientId])));
  const all = found.flat();
  const masks = await desk.lentTo(all, policy.segments);
  const lent = new Map(all.map((resource, at) => [resource, masks[at] ?? EVERY_SEGMENT]));
  const records = types.map(
    (type, at) => [type, heldRecords(policy, lent, found[at] ?? [], patientId)] as const,
  );
  return new Map(records.filter(([, ofType]) => ofType.length > 0));
}

function heldRecords(
  policy: CompiledPolicy,
  lent: ReadonlyMap<JsonObject, SegmentMask>,
  resources: readonly JsonObject[],
  patientId: string,
): readonly HeldRecord[] {
  const everything = new Uint8Array(policy.catalogue.elements.length).fill(KEEP);
  return resources.flatMap((resource) => {
    const facts = recordFactsOf(resource, policy.segments, lent.get(resource) ?? EVERY_SEGMENT);
    if (facts.patients.length !== 1 || facts.patients[0] !== patientId) return [];
    const { released } = objectProjection(policy.catalogue).project(resource, everything, UNTRANSFORMED);
    return [{ resource, facts, held: released }];
  });
}

/** The code of one element alone, all others dropped. */
export function alone(index: number, code: number, length: number): TransformVector {
  const vector = new Uint8Array(length).fill(DROP);
  vector[index] = code;
  return vector;
}
