import { z } from "zod";
import { header } from "./header.ts";
import { duration, kebabId, line, window } from "./scalars.ts";

const before = window.optional().meta({ description: "How long an event counts after its end." });
const after = window.optional().meta({ description: "How long an event counts before its start." });
const holder = z.literal("department").optional();
const types = z.array(line).min(1).optional().meta({ description: "Resource types." });
const codes = z.array(line).min(1).optional();

function kind<K extends string, O extends z.ZodRawShape>(name: K, options: O) {
  return z.strictObject({ kind: z.literal(name), options: z.strictObject(options).optional() });
}

/** One way to read a relation from the upstream. The closed list; identity/relations/SPEC.md says what each reads. */
export const relationSourceSchema = z.discriminatedUnion("kind", [
  kind("patient-general-practitioner", {}),
  kind("care-team-member", { before, after }),
  kind("encounter-participant", { before, after }),
  kind("encounter-location", { before, after }),
  kind("appointment-location", { before, after }),
  kind("appointment-clinic", { before, after }),
  kind("encounter-finished", { before, holder }),
  kind("claim-open", { before, holder }),
  kind("task-owner", { focus: types, codes }),
  kind("group-member", { codes }),
  kind("order-performer", { before, types }),
  kind("research-subject", {}),
  kind("document-author", { types }),
]);

/** relations/*.yaml: what can hold between a person and a patient, and where the facts come from. */
export const relationSchema = z.strictObject({
  ...header("Relation", kebabId),
  type: z.enum(["fact", "directory", "self"]).default("fact"),
  recordBound: z.boolean().default(false).meta({
    description: "The fact names records; only they, and what refers to them, are reached.",
  }),
  permits: z.boolean().meta({ description: "False: for monitoring only, never in a grant." }),
  staleAfter: duration.default("15m").meta({ description: "An older fact counts as absent." }),
  sources: z.array(relationSourceSchema).default([]).meta({
    description: "Empty: the facts arise here (tickets, verified callers) or come by CSV or API.",
  }),
});
