import { createRoute, z } from "@hono/zod-openapi";
import { newRoutes } from "../app-routes.ts";
import { BEARER, DENIALS, jsonResult } from "../contract.ts";
import { control } from "../control.ts";
import type { ApiDeps } from "../ports.ts";
import { presentPerson } from "./presenter.ts";
import { ImportOutcomeSchema, PeoplePageSchema, PeopleQuerySchema } from "./schema.ts";

const list = createRoute({
  method: "get",
  path: "/",
  security: BEARER,
  summary: "The workforce roster",
  request: { query: PeopleQuerySchema },
  responses: { ...jsonResult(PeoplePageSchema, "A page of people, by id"), ...DENIALS },
});

const importCsv = createRoute({
  method: "post",
  path: "/import",
  security: BEARER,
  summary: "Import the roster from CSV",
  description:
    "Columns userName, displayName, role, fhirUser, manager, department. All rows or none; the same file twice changes nothing; a person missing from the file is named, never deleted.",
  request: {
    query: z.object({ preview: z.enum(["true", "false"]).default("false") }),
    body: { content: { "text/csv": { schema: z.string() } }, required: true },
  },
  responses: {
    ...jsonResult(ImportOutcomeSchema, "What changed, or with `preview` would change"),
    ...DENIALS,
  },
});

export function peopleRoutes({ pipeline, people }: ApiDeps) {
  return newRoutes()
    .openapi(list, (c) => {
      const { text, role, after, limit } = c.req.valid("query");
      const need = {
        interaction: "api.people.list",
        capability: "read",
        element: "workforce.roster",
      } as const;
      return control(pipeline, c, need, async () => {
        const page = await people.list({
          ...(text === undefined ? {} : { text }),
          ...(role === undefined ? {} : { role }),
          ...(after === undefined ? {} : { after }),
          limit: limit + 1,
        });
        const shown = page.slice(0, limit);
        return {
          value: {
            people: shown.map(presentPerson),
            next: page.length > limit ? (shown.at(-1)?.id ?? null) : null,
          },
        };
      });
    })
    .openapi(importCsv, (c) => {
      const preview = c.req.valid("query").preview === "true";
      const need = {
        interaction: "api.people.import",
        capability: "administer",
        element: "workforce.roster",
      } as const;
      return control(pipeline, c, need, async ({ caller }) => {
        const options = { preview, importer: caller.person.id };
        const outcome = await people.import(await c.req.text(), options);
        return { value: { ...outcome, missing: [...outcome.missing], errors: [...outcome.errors] } };
      });
    });
}
