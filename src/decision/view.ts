import type { RecordFacts } from "../catalogue/types.ts";
import { getOrAdd } from "./get-or-add.ts";
import type { Scene } from "./predicate.ts";
import { holds } from "./predicate.ts";
import type { Decision, ElementView, Facts, Slice } from "./types.ts";
import { isEmpty, JoinSet, spread } from "./vectors.ts";
import type { TypePlan } from "./view-plan.ts";
import { givenBy, planFor } from "./view-plan.ts";

const scenes = new WeakMap<Decision, Scene>();

/**
 * visible(r, e) = JOIN { slices that reach r } MEET { every ceiling }, for the elements of the record's type.
 * Null unless the record is attributed and something remains. Never throws: a fault shows nothing.
 * Equal views of one decision share one vector, so that a projection may keep its plan by the vector's identity.
 */
export function viewOf(decision: Decision, record: RecordFacts, facts: Facts): ElementView | null {
  if (decision.outcome !== "permit" || !record.attributed) return null;
  try {
    return view(planFor(decision, record.type), record, sceneOf(decision, facts), decision);
  } catch {
    return null;
  }
}

/** One scene for a decision and its facts, which remembers what was looked up about a patient. */
function sceneOf(decision: Decision, facts: Facts): Scene {
  const known = scenes.get(decision);
  if (known !== undefined && known.facts === facts) return known;
  const scene: Scene = { request: decision.request, policy: decision.policy, facts, known: new Map() };
  scenes.set(decision, scene);
  return scene;
}

function view(plan: TypePlan, record: RecordFacts, scene: Scene, decision: Decision): ElementView | null {
  let reached = "";
  for (const [i, { slice }] of plan.slices.entries())
    if (holds(slice.records, record, scene)) reached += String.fromCharCode(i + 1);
  if (reached === "") return null;
  let key = reached;
  for (const [i, records] of plan.concerning.entries())
    key += holds(records, record, scene) ? `\0${String.fromCharCode(i + 1)}` : "";
  const ofSegments = getOrAdd(plan.built, record.segments, () => new Map<string, ElementView | null>());
  return getOrAdd(ofSegments, key, () => build(plan, reached, record, scene, decision));
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
