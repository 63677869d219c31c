import type { RecordFacts } from "../catalogue/types.ts";
import { compiledView } from "./compiled/view.ts";
import { getOrAdd } from "./get-or-add.ts";
import type { Scene } from "./predicate.ts";
import { holds } from "./predicate.ts";
import type { Decision, ElementView, Facts, Slice } from "./types.ts";
import { isEmpty, JoinSet, spread } from "./vectors.ts";
import type { TypePlan } from "./view-plan.ts";
import { givenBy, planFor } from "./view-plan.ts";

/**
 * visible(r, e) = JOIN { slices that reach r } MEET { every ceiling }, for the elements of the record's type.
 * Null unless the record is attributed and something remains. Never throws: a fault shows nothing.
 * Equal views of one decision share one vector, so that a projection may keep its plan by the vector's identity.
 */
export function viewOf(decision: Decision, record: RecordFacts, facts: Facts): ElementView | null {
  if (decision.outcome !== "permit" || !record.attributed) return null;
  try {
    const quick = compiledView(decision, record, facts);
    if (quick !== undefined) return quick;
    return view(planFor(decision, record.type), record, sceneOf(decision, facts), decision);
  } catch {
    return null;
  }
}

/** The decision that was viewed last; records mostly come in runs under one decision. */
let latest: { readonly decision: Decision; readonly scene: Scene } | undefined;

/** A scene for this decision and facts. From the second record of a run on it remembers what was looked up about a patient. */
function sceneOf(decision: Decision, facts: Facts): Scene {
  const again = latest !== undefined && latest.decision === decision && latest.scene.facts === facts;
  if (again && latest?.scene.known !== undefined) return latest.scene;
  const scene: Scene = { request: decision.request, policy: decision.policy, facts };
  latest = { decision, scene: again ? { ...scene, known: new Map() } : scene };
  return latest.scene;
}

function view(plan: TypePlan, record: RecordFacts, scene: Scene, decision: Decision): ElementView | null {
  const reached = reachedBy(plan.slices, record, scene);
  if (reached === "") return null;
  let key = reached;
  for (let i = 0; i < plan.concerning.length; i++) {
    const records = plan.concerning[i];
    if (records !== undefined && holds(records, record, scene)) key += `\0${String.fromCharCode(i + 1)}`;
  }
  let ofSegments = plan.built.get(record.segments);
  if (ofSegments === undefined) plan.built.set(record.segments, (ofSegments = new Map()));
  const known = ofSegments.get(key);
  if (known !== undefined) return known;
  const built = build(plan, reached, record, scene, decision);
  ofSegments.set(key, built);
  return built;
}

/** Which slices reach the record, one character each; empty when none does. */
function reachedBy(slices: TypePlan["slices"], record: RecordFacts, scene: Scene): string {
  let reached = "";
  for (let i = 0; i < slices.length; i++) {
    const bound = slices[i];
    if (bound !== undefined && holds(bound.slice.records, record, scene))
      reached += String.fromCharCode(i + 1);
  }
  return reached;
}

function build(
  plan: TypePlan,
  reached: string,
  record: RecordFacts,
  scene: Scene,
  { policy }: Decision,
): ElementView | null {
  const joined = new JoinSet(plan.indexes.length);
  const giving: Slice[] = [];
  for (const [i, bound] of plan.slices.entries()) {
    const given = reached.includes(String.fromCharCode(i + 1))
      ? givenBy(bound, record, scene, plan.indexes)
      : null;
    if (given === null) continue;
    joined.add(given);
    giving.push(bound.slice);
  }
  const codes = joined.join();
  if (isEmpty(codes)) return null;
  return {
    elements: getOrAdd(plan.vectors, codes.join(), () =>
      spread(codes, plan.indexes, policy.catalogue.elements.length),
    ),
    rules: [...new Set(giving.map(({ rule }) => rule))],
    grantIds: [...new Set(giving.map(({ grantId }) => grantId).filter((id) => id !== null))],
  };
}
