import type { z } from "@hono/zod-openapi";
import type { RelationFact } from "../../catalogue/relations.ts";
import type { RelationSourceStatus } from "../../identity/ports.ts";
import { isoTime } from "../iso-time.ts";
import type { OwnRelationsSchema, RelationStatusSchema } from "./schema.ts";

export function presentStatus(
  sources: readonly RelationSourceStatus[],
): z.infer<typeof RelationStatusSchema> {
  return {
    sources: sources.map((source) => ({
      source: source.source,
      facts: source.facts,
      people: source.people,
      syncedAt: source.syncedAt === null ? null : isoTime(source.syncedAt),
      lastFailureAt: source.lastFailureAt === null ? null : isoTime(source.lastFailureAt),
      lastFailure: source.lastFailure,
    })),
  };
}

/** Facts of one person, in the shape `modicum minimize --facts` reads. */
export function presentOwnRelations(
  person: string,
  facts: readonly RelationFact[],
): z.infer<typeof OwnRelationsSchema> {
  return {
    relations: facts.map((fact) => ({
      relation: fact.relation,
      person,
      patient: fact.patientId,
      from: isoTime(fact.from),
      until: isoTime(fact.until),
      syncedAt: isoTime(fact.syncedAt),
      refs: [...fact.refs],
    })),
  };
}
