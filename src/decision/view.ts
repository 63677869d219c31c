import type { RecordFacts, SegmentMask } from "../catalogue/types.ts";
import type { TransformVector } from "../catalogue/transforms.ts";
import type { CompiledSlice } from "./compiled-slice.ts";
import { compileSlices, elementsOf, givenBy } from "./compiled-slice.ts";
import { getOrAdd } from "./get-or-add.ts";
import type { RecordTest, Scene } from "./predicate.ts";
import { compilePredicate } from "./predicate.ts";
import type { Decision, ElementView, Facts } from "./types.ts";
import { isEmpty, JoinSet } from "./vectors.ts";

/** What one decision shows of a record; null: nothing, so it is not there. */
export type RecordView = (record: RecordFacts) => ElementView | null;

const views = new WeakMap<Decision, { readonly facts: Facts; readonly view: RecordView }>();

/**
 * visible(r, e) = JOIN { slices that reach r } MEET { every ceiling }, for the elements of the record's type.
 * Null unless the record is attributed and something remains. Never throws: a fault shows nothing.
 * Equal views of one decision share one vector, so that a projection may keep its plan by the vector's identity.
 */
export function viewOf(decision: Decision, record: RecordFacts, facts: Facts): ElementView | null {
  try {
    const known = views.get(decision);
    if (known !== undefined && known.facts === facts) return known.view(record);
    const view = compileView(decision, facts);
    views.set(decision, { facts, view });
    return view(record);
  } catch {
    return null;
  }
}

/** The same as a closure over one decision and its facts. Faults are the caller's to close on. */
export function compileView(decision: Decision, facts: Facts): RecordView {
  if (decision.outcome !== "permit") return () => null;
  const scene: Scene = { request: decision.request, policy: decision.policy, facts };
  const slices = compileSlices(decision, scene);
  const reaching = slices.map(({ reaches }) => reaches);
  const concerning = ceilingTests(decision, scene);
  const build = viewBuilder(decision, slices);
  const cache = new Map<string, Map<SegmentMask, Map<string, ElementView | null>>>();
  return (record) => {
    if (!record.attributed) return null;
    const reached = flags(reaching, record);
    if (reached === "") return null;
    const key = concerning.length === 0 ? reached : `${reached}\0${flags(concerning, record)}`;
    const ofType = getOrAdd(
      cache,
      record.type,
      () => new Map<SegmentMask, Map<string, ElementView | null>>(),
    );
    const ofSegments = getOrAdd(ofType, record.segments, () => new Map<string, ElementView | null>());
    return getOrAdd(ofSegments, key, () => build(record));
  };
}

/** Tests of the ceilings that depend on more of a record than its type and segments. */
function ceilingTests(decision: Decision, scene: Scene): readonly RecordTest[] {
  return decision.ceilings
    .map(({ records }) => records)
    .filter((records) => records !== null)
    .map((records) => compilePredicate(records, scene));
}

/** Which tests hold, as text; empty when none does. */
function flags(tests: readonly RecordTest[], record: RecordFacts): string {
  let text = "";
  for (let i = 0; i < tests.length; i++) if (tests[i]?.(record) === true) text += String.fromCharCode(i + 1);
  return text;
}

function viewBuilder({ policy }: Decision, slices: readonly CompiledSlice[]): RecordView {
  const vectors = new Map<string, TransformVector>();
  return (record) => {
    const ofType = elementsOf(policy, record.type);
    const joined = new JoinSet(ofType.length);
    const giving = slices.filter((slice) => {
      const given = slice.reaches(record) ? givenBy(slice, record, ofType) : null;
      if (given !== null) joined.add(given);
      return given !== null;
    });
    const elements = joined.join();
    if (isEmpty(elements)) return null;
    return {
      elements: getOrAdd(vectors, String.fromCharCode(...elements), () => elements),
      rules: [...new Set(giving.map(({ slice }) => slice.rule))],
      grantIds: [...new Set(giving.map(({ slice }) => slice.grantId).filter((id) => id !== null))],
    };
  };
}
