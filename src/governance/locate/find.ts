import { recordFactsOf } from "../../catalogue/record-facts.ts";
import type { RelationFact, RelationIndex } from "../../catalogue/relations.ts";
import { viewOf } from "../../decision/view.ts";
import type { JsonObject } from "../../kernel/json.ts";
import type { Permitted } from "../../pipeline.ts";
import type { FhirProjection, ProjectionContext } from "../../projection/types.ts";
import { isNamedBy } from "./key.ts";
import type { PatientSource } from "./ports.ts";
import type { Located, LocateKey } from "./types.ts";

/**
 * The relation that a locate grant of the policy stands on (content/relations). The fact is made here, of one patient and
 * for one answer: whoever names a patient exactly is taken to have that patient before them.
 */
export const NAMED_EXACTLY = "named-exactly";

/** More candidates than this: the key names nobody in particular. */
const MOST_CANDIDATES = 200;

export interface Sight {
  readonly projection: FhirProjection;
  readonly context: ProjectionContext;
}

/**
 * The one patient that the key names among those the decision lets one locate; null for none and for several.
 * INVARIANT: the key is compared with what the grant shows of a record, so that it is no question about anything else.
 */
export async function findPatient(
  source: PatientSource,
  sight: Sight,
  key: LocateKey,
  permitted: Permitted,
): Promise<Located | null> {
  const found = new Map<string, Located>();
  let seen = 0;
  for await (const record of source.candidates(key)) {
    seen += 1;
    if (seen > MOST_CANDIDATES) return null;
    const located = locatedOf(record, sight, permitted);
    if (located !== null && isNamedBy(key, located.resource)) found.set(located.id, located);
  }
  const [only, ...others] = found.values();
  return others.length === 0 ? (only ?? null) : null;
}

const ID = /^[A-Za-z0-9\-.]{1,64}$/;

/** What the locate grants show of a candidate; null: nothing. Other grants of the decision reach no further than ever. */
function locatedOf(record: JsonObject, { projection, context }: Sight, permitted: Permitted): Located | null {
  const { policy, decision, facts, now } = permitted;
  const about = recordFactsOf(record, policy.segments);
  if (about.type !== "Patient" || !ID.test(about.id)) return null;
  const relations = withFact(facts.relations, namedExactly(about.id, now));
  const view = viewOf(decision, about, { ...facts, relations });
  if (view === null) return null;
  const { resource, released, withheld } = projection.project(record, view.elements, context);
  if (resource === null) return null;
  const { elements } = policy.catalogue;
  return {
    id: about.id,
    resource,
    rules: view.rules,
    grantIds: view.grantIds,
    released: [...released].toSorted((a, b) => a - b).flatMap((index) => elements[index]?.id ?? []),
    withheldCount: withheld.size,
  };
}

function namedExactly(patientId: string, now: number): RelationFact {
  return {
    relation: NAMED_EXACTLY,
    patientId,
    from: now,
    until: now + 1,
    syncedAt: now,
    refs: [],
    source: "locate",
  };
}

function withFact(relations: RelationIndex, fact: RelationFact): RelationIndex {
  return {
    find: (relation, patientId) =>
      relation === fact.relation && patientId === fact.patientId
        ? [fact]
        : relations.find(relation, patientId),
    patients: (relation) => (relation === fact.relation ? [fact.patientId] : relations.patients(relation)),
  };
}
