import type { RelationFact } from "../../catalogue/relations.ts";
import { buildRelationIndex } from "../../decision/relation-index.ts";
import type { Person } from "../../identity/types.ts";
import type { Member } from "../../posture/types.ts";
import { factsWith, NO_DIRECTIVES, subjectOf } from "../pipeline.ts";

/** A person with their relation facts as plain data, since it crosses to another thread. */
export interface PlainMember {
  readonly person: Person;
  readonly facts: readonly RelationFact[];
}

/** The same as posture counts it; who asks is made as the pipeline makes it, from a token without scopes. */
export function memberOf({ person, facts }: PlainMember): Member {
  return {
    person,
    facts: factsWith(buildRelationIndex(facts), NO_DIRECTIVES),
    subjectUnder: (policy) => subjectOf({ person, scopes: null }, policy),
  };
}
