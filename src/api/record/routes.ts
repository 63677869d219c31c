import { createRoute, type z } from "@hono/zod-openapi";
import { newRoutes } from "../app-routes.ts";
import { BEARER, DENIALS, jsonResult } from "../contract.ts";
import { control, givesElement } from "../control.ts";
import type { RecordQuery } from "../../audit/search.ts";
import type { ApiDeps } from "../ports.ts";
import { presentEntry } from "./presenter.ts";
import { EntryPageSchema, EntryQuerySchema } from "./schema.ts";

/** A query of the record may name a patient, so it comes in a body and never in a URL. */
const search = createRoute({
  method: "post",
  path: "/_search",
  security: BEARER,
  summary: "Search the record, newest first",
  request: { body: { content: { "application/json": { schema: EntryQuerySchema } }, required: true } },
  responses: { ...jsonResult(EntryPageSchema, "A page of entries"), ...DENIALS },
});

export function recordRoutes({ pipeline, record }: ApiDeps) {
  return newRoutes().openapi(search, (c) => {
    const asked = c.req.valid("json");
    const need = {
      interaction: "api.record.search",
      capability: "search",
      element: "record.entries",
      query: JSON.stringify(asked),
    } as const;
    return control(pipeline, c, need, async (permitted) => {
      const withPatients = givesElement(permitted, "record.patients");
      if (asked.patient !== undefined && !withPatients) {
        return {
          code: "no_grant",
          rule: null,
          detail: "a search by patient needs `record.patients`",
        } as const;
      }
      const page = await record.search(queryOf(asked), withPatients);
      const patients = withPatients ? page.entries.flatMap((entry) => entry.patients) : [];
      return {
        value: { entries: page.entries.map((entry) => presentEntry(entry, withPatients)), next: page.next },
        patients: [...new Set(patients)],
        released: withPatients ? ["record.entries", "record.patients"] : ["record.entries"],
      };
    });
  });
}

function queryOf(asked: z.infer<typeof EntryQuerySchema>): RecordQuery {
  return {
    limit: asked.limit,
    ...(asked.person === undefined ? {} : { personId: asked.person }),
    ...(asked.patient === undefined ? {} : { patientId: asked.patient }),
    ...(asked.interaction === undefined ? {} : { interaction: asked.interaction }),
    ...(asked.outcome === undefined ? {} : { outcome: asked.outcome }),
    ...(asked.from === undefined ? {} : { from: Date.parse(asked.from) }),
    ...(asked.until === undefined ? {} : { until: Date.parse(asked.until) }),
    ...(asked.after === undefined ? {} : { after: asked.after }),
  };
}
