import type { RelationDefinition, RelationSource } from "../../catalogue/relations.ts";
import { fixedClock } from "../../kernel/clock.ts";
import type { HeldFact, Holder } from "../ports.ts";
import { syncRelations, type SyncOutcome, type SyncParts } from "../relations/sync.ts";
import { memoryPeopleStore } from "./memory-people-store.ts";
import { memoryRelationStore } from "./memory-relation-store.ts";
import { personNamed } from "./people-store.contract.ts";
import { fakeUpstream } from "./upstream.ts";

export const NOW = Date.parse("2026-05-04T15:00:00Z");
export const DAY = 86_400_000;

/** A definition of facts from one source, whose fields can be set one by one. */
export function relation(
  kind: string,
  options: RelationSource["options"] = {},
  fields: Partial<RelationDefinition> = {},
): RelationDefinition {
  return {
    id: "rel",
    title: "Relation",
    kind: "fact",
    recordBound: false,
    permits: true,
    staleAfterMs: 15 * 60_000,
    sources: [{ kind, options }],
    ...fields,
  };
}

/** Paul (Practitioner/paul, primary-care), Fran (front-desk) and Pat, a patient. */
export function practice() {
  const upstream = fakeUpstream();
  const parts: SyncParts & { readonly upstream: typeof upstream } = {
    upstream,
    definitions: [],
    people: memoryPeopleStore([
      personNamed("paul.provider", { fhirUser: "Practitioner/paul", department: "primary-care" }),
      personNamed("fran.frontdesk", { department: "front-desk" }),
      personNamed("pat.patient", { fhirUser: "Patient/pat" }),
    ]),
    store: memoryRelationStore(),
    clock: fixedClock(NOW),
  };
  return parts;
}

const HOLDERS: readonly Holder[] = [
  "Practitioner/paul",
  "department/primary-care",
  "department/front-desk",
  "workforce",
];

/** Every fact that a sync of these resources under this definition leaves. */
export async function factsAfterSync(
  definition: RelationDefinition,
  resources: ReturnType<typeof fakeUpstream>["resources"],
): Promise<readonly HeldFact[]> {
  const parts = practice();
  parts.upstream.resources = resources;
  await syncRelations({ ...parts, definitions: [definition] });
  return parts.store.ofHolders(HOLDERS);
}

/** `holder patient` of every fact that holds now. */
export async function holdingNow(...sync: Parameters<typeof factsAfterSync>): Promise<readonly string[]> {
  const facts = await factsAfterSync(...sync);
  return facts
    .filter((fact) => fact.from <= NOW && NOW < fact.until)
    .map((fact) => `${fact.holder} ${fact.patientId}`)
    .toSorted((a, b) => a.localeCompare(b));
}

/** The failures in what a sync came to. */
export function failuresIn(outcomes: readonly SyncOutcome[]): readonly string[] {
  return outcomes.flatMap(({ source, result }) =>
    "failure" in result ? [`${source} ${result.failure}`] : [],
  );
}
