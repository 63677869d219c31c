import { createRoute, z } from "@hono/zod-openapi";
import { factsReaching } from "../../decision/reach.ts";
import { newRoutes } from "../app-routes.ts";
import { BEARER, DENIALS, jsonResult } from "../contract.ts";
import { control } from "../control.ts";
import type { ApiDeps } from "../ports.ts";
import { presentOwnRelations, presentStatus } from "./presenter.ts";
import { OwnRelationsSchema, RelationImportSchema, RelationStatusSchema } from "./schema.ts";

const status = createRoute({
  method: "get",
  path: "/status",
  security: BEARER,
  summary: "How fresh the relation facts are, by source",
  responses: { ...jsonResult(RelationStatusSchema, "One line per source"), ...DENIALS },
});

const sync = createRoute({
  method: "post",
  path: "/sync",
  security: BEARER,
  summary: "Read the relation facts from the upstream now",
  responses: { ...jsonResult(RelationStatusSchema, "The state after the sync"), ...DENIALS },
});

const importCsv = createRoute({
  method: "post",
  path: "/import",
  security: BEARER,
  summary: "Import relation facts that the upstream cannot express",
  description:
    "Columns relation, person, patient, from, until, refs. Replaces the facts of the CSV source, all rows or none.",
  request: { body: { content: { "text/csv": { schema: z.string() } }, required: true } },
  responses: { ...jsonResult(RelationImportSchema, "What was imported"), ...DENIALS },
});

const mine = createRoute({
  method: "get",
  path: "/mine",
  security: BEARER,
  summary: "The relation facts that the declared purpose rests on, for `modicum minimize`",
  responses: { ...jsonResult(OwnRelationsSchema, "Facts as a facts file holds them"), ...DENIALS },
});

export function relationRoutes({ pipeline, relations }: ApiDeps) {
  const element = "relation.facts";
  return newRoutes()
    .openapi(status, (c) =>
      control(
        pipeline,
        c,
        { interaction: "api.relations.status", capability: "read", element },
        async () => ({
          value: presentStatus(await relations.status()),
        }),
      ),
    )
    .openapi(sync, (c) =>
      control(
        pipeline,
        c,
        { interaction: "api.relations.sync", capability: "administer", element },
        async () => ({
          value: presentStatus(await relations.sync()),
        }),
      ),
    )
    .openapi(importCsv, (c) =>
      control(
        pipeline,
        c,
        { interaction: "api.relations.import", capability: "administer", element },
        async () => {
          const outcome = await relations.import(await c.req.text());
          return { value: { imported: outcome.imported, errors: [...outcome.errors] } };
        },
      ),
    )
    .openapi(mine, (c) =>
      control(
        pipeline,
        c,
        { interaction: "api.relations.mine", capability: "read", element: null },
        async ({ caller, decision, facts: known }) => {
          const facts = factsReaching(decision, known);
          return {
            value: presentOwnRelations(caller.person.id, facts),
            patients: [...new Set(facts.map((fact) => fact.patientId))],
          };
        },
      ),
    );
}
