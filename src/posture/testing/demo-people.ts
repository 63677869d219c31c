import { ofType, sharedHospital, text } from "../../../demo/testing/shared-hospital.ts";
import { holdersOf } from "../../identity/holders.ts";
import { syncRelations } from "../../identity/relations/sync.ts";
import { memoryPeopleStore } from "../../identity/testing/memory-people-store.ts";
import { memoryRelationStore } from "../../identity/testing/memory-relation-store.ts";
import { fakeUpstream } from "../../identity/testing/upstream.ts";
import { fixedClock } from "../../kernel/clock.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import type { Census, Member, Setting } from "../types.ts";
import { memberOf } from "./random-member.ts";
import { NOW, personOf } from "./shipped.ts";

export const DEMO_SETTING: Setting = { now: NOW, system: "ehr", channel: "fhir" };

/** The demo hospital's people under the shipped policy, with the facts a sync finds. */
export async function demoPeople(policy: CompiledPolicy): Promise<readonly Member[]> {
  const roster = policy.people.map(({ id, roles, fhirUser, department }) =>
    personOf(id, { roles, fhirUser: fhirUser ?? null, department: department ?? null }),
  );
  const store = memoryRelationStore();
  const [people, clock] = [memoryPeopleStore(roster), fixedClock(NOW)];
  const upstream = fakeUpstream(sharedHospital().resources);
  await syncRelations({ upstream, definitions: policy.relations.values(), people, store, clock });
  return Promise.all(
    roster.map(async (person) => {
      const patientId = /^Patient\/(.+)$/.exec(person.fhirUser ?? "")?.[1] ?? null;
      const vendor = person.roles.includes("vendor-support");
      const facts = await store.ofHolders(holdersOf(person));
      // Nobody of a vendor has an agreement here, so that nothing is open to them.
      return memberOf(person.id, person.roles, facts, { patientId, active: !vendor });
    }),
  );
}

export function demoCensus(): Census {
  return { ids: new Set(ofType(sharedHospital(), "Patient").map(({ id }) => text(id))), asOf: NOW };
}
