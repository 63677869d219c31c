import type { z } from "@hono/zod-openapi";
import type { RelationDefinition } from "../../catalogue/relations.ts";
import { relatedIn } from "../../decision/predicate.ts";
import { factsReaching } from "../../decision/reach.ts";
import type { Decision, Facts, RecordPredicate } from "../../decision/types.ts";
import { oneLine } from "../one-line.ts";
import type { ScopeSchema } from "./schema.ts";

type RelationScope = z.infer<typeof ScopeSchema>["records"][number];

/** The relations through which a decision reaches records, in the order of its slices, and how many patients now. */
export function relationsReaching(decision: Decision, facts: Facts): RelationScope[] {
  const rules = new Map<string, Set<string>>();
  for (const slice of decision.slices)
    for (const relation of relationsOf(slice.records)) {
      const known = rules.get(relation) ?? new Set<string>();
      rules.set(relation, known.add(slice.rule));
    }
  const patients = patientsByRelation(decision, facts);
  return [...rules].map(([relation, ruleIds]) => ({
    ...wordsOf(relation, decision.policy.relations.get(relation)),
    patients: patients.get(relation)?.size ?? 0,
    rules: [...ruleIds],
  }));
}

/** Every patient of any of the relations once, oneself and granted patients among them. */
export function patientsReached(decision: Decision, facts: Facts): number {
  return new Set([...patientsByRelation(decision, facts).values()].flatMap((ids) => [...ids])).size;
}

/** What a grant names by patient is reached by the grant itself. */
const GRANTED = "grant";

function relationsOf(predicate: RecordPredicate): readonly string[] {
  if (predicate.kind === "directory" || predicate.kind === "self") return [predicate.kind];
  if (predicate.kind === "patients") return [GRANTED];
  const related = relatedIn(predicate).map(({ relation }) => relation);
  if (related.length > 0 || predicate.kind !== "all") return related;
  return predicate.of.flatMap(relationsOf);
}

function patientsByRelation(decision: Decision, facts: Facts): ReadonlyMap<string, ReadonlySet<string>> {
  const reached = new Map<string, Set<string>>();
  const add = (relation: string, patientId: string): void => {
    const known = reached.get(relation) ?? new Set<string>();
    reached.set(relation, known.add(patientId));
  };
  for (const { relation, patientId } of factsReaching(decision, facts)) add(relation, patientId);
  const own = decision.request.subject.patientId;
  for (const { records } of decision.slices) {
    if (records.kind === "self" && own !== null) add("self", own);
    if (records.kind === "patients") for (const id of records.ids) add(GRANTED, id);
  }
  return reached;
}

function wordsOf(
  relation: string,
  definition: RelationDefinition | undefined,
): Omit<RelationScope, "patients" | "rules"> {
  if (definition === undefined)
    return {
      relation,
      title: "Granted for a time",
      why: "A grant names the patients.",
      kind: "grant",
      recordBound: false,
      windows: [],
      staleAfterSeconds: null,
    };
  return {
    relation,
    title: definition.title,
    why: oneLine(definition.why ?? ""),
    kind: definition.kind,
    recordBound: definition.recordBound,
    windows: definition.sources.map(({ kind, options }) => ({
      source: kind,
      before: textOf(options["before"]),
      after: textOf(options["after"]),
    })),
    staleAfterSeconds: definition.kind === "fact" ? definition.staleAfterMs / 1000 : null,
  };
}

function textOf(option: RelationDefinition["sources"][number]["options"][string] | undefined): string | null {
  return typeof option === "string" ? option : null;
}
