import type { RelationFact } from "../../catalogue/relations.ts";
import { buildRelationIndex } from "../../decision/relation-index.ts";
import type { Tape } from "../../decision/testing/tape.ts";
import { INSTANT } from "../../decision/testing/world.ts";
import type { Member, Setting } from "../types.ts";
import type { Universe } from "./brute-force.ts";

/** Random people of random policies, in a world small enough to be looked at whole. */
export const UNIVERSE: Universe = {
  patients: ["p1", "p2"],
  refs: ["Claim/1", "Encounter/1"],
  segments: 7,
};
export const SETTING: Setting = { now: INSTANT, system: "ehr", channel: "fhir" };

export function randomMember(tape: Tape, id = "person"): Member {
  const roles = tape.pick([["r0"], ["r1"], ["r0", "r1"], ["r0", "r1", "r2"], ["r2", "none"], []]);
  const patientId = tape.pick(["p1", null]);
  const active = !tape.chance(5);
  return memberOf(
    id,
    roles,
    tape.many(6, () => randomFact(tape)),
    { patientId, active },
  );
}

/** A person with these roles and facts. */
export function memberOf(
  id: string,
  roles: readonly string[],
  facts: readonly RelationFact[],
  { patientId = null, active = true }: { patientId?: string | null; active?: boolean } = {},
): Member {
  return {
    person: {
      id,
      displayName: id,
      roles,
      fhirUser: patientId === null ? null : `Patient/${patientId}`,
      department: null,
      manager: null,
      active,
    },
    facts: {
      relations: buildRelationIndex(facts),
      authorizations: [],
      consents: [],
      restrictions: [],
      grants: [],
    },
    subjectUnder: () => ({ personId: id, roles, active, patientId, baa: null, scopes: null }),
  };
}

function randomFact(tape: Tape): RelationFact {
  return {
    relation: tape.pick(["clinic", "clinic", "assigned", "assigned", "originator", "neighbor"]),
    patientId: tape.pick(["p1", "p2"]),
    from: INSTANT - tape.pick([1000, 1, 0, -1]),
    until: INSTANT + tape.pick([1000, 1000, 1, 0]),
    syncedAt: INSTANT - tape.pick([0, 0, 0, 900_001]),
    refs: tape.chance(40) ? [] : tape.some(UNIVERSE.refs, 60),
    source: "test",
  };
}
