import { createRoute, z } from "@hono/zod-openapi";
import { countExceptions } from "../../audit/exceptions.ts";
import { because } from "../../decision/reasons.ts";
import type { Reason } from "../../decision/types.ts";
import type { Permitted } from "../../pipeline.ts";
import { newRoutes } from "../app-routes.ts";
import { BEARER, DENIALS, jsonResult } from "../contract.ts";
import { control, type ControlAnswer, givesElement } from "../control.ts";
import type { ApiDeps, RecordDesk } from "../ports.ts";
import { exportRecord } from "./export.ts";
import { presentEntry } from "./presenter.ts";
import { queryOf } from "./query.ts";
import { EntryExportSchema, EntryPageSchema, EntryQuerySchema } from "./schema.ts";

type Asked = z.infer<typeof EntryQuerySchema>;
type Page = z.infer<typeof EntryPageSchema>;

/** A query of the record may name a patient, so it comes in a body and never in a URL. */
const search = createRoute({
  method: "post",
  path: "/_search",
  security: BEARER,
  summary: "Search the record by time, newest first unless turned",
  description:
    "The whole record for who may read `record.entries`; with `mine`, one's own entries for everyone. Patients and records stay out without `record.patients`. How many there are is not counted: go on with `next`.",
  request: { body: { content: { "application/json": { schema: EntryQuerySchema } }, required: true } },
  responses: { ...jsonResult(EntryPageSchema, "A page of entries"), ...DENIALS },
});

const file = (description: string) => ({ schema: z.string().openapi({ description }) });

/** In a body for the same reason. */
const exporting = createRoute({
  method: "post",
  path: "/_export",
  security: BEARER,
  summary: "Take the record out as a file by time, newest first unless turned",
  description:
    "A release of the record: it is recorded before the first byte, for every part before that part, and at its end. A right that ends on the way ends the file. Patients and records stay out without `record.patients`.",
  request: { body: { content: { "application/json": { schema: EntryExportSchema } }, required: true } },
  responses: {
    200: {
      description: "The file, as it is written",
      content: {
        "text/csv": file("A line of titles, then one line an entry"),
        "application/fhir+ndjson": file("One AuditEvent a line"),
        "application/x-ndjson": file("One OCSF event a line"),
        "text/plain": file("One CEF event a line"),
      },
    },
    ...DENIALS,
  },
});

export function recordRoutes({ pipeline, record }: Pick<ApiDeps, "pipeline" | "record">) {
  return newRoutes()
    .openapi(search, (c) => {
      const asked = c.req.valid("json");
      const need = {
        interaction: "api.record.search",
        capability: asked.mine ? "read" : "search",
        element: asked.mine ? null : "record.entries",
        query: JSON.stringify(asked),
      } as const;
      return control(pipeline, c, need, (permitted) => answerSearch(record, asked, permitted));
    })
    .openapi(exporting, (c) => exportRecord({ pipeline, record }, c, c.req.valid("json")));
}

async function answerSearch(
  record: RecordDesk,
  asked: Asked,
  permitted: Permitted,
): Promise<ControlAnswer<Page> | Reason> {
  const rights = {
    patients: givesElement(permitted, "record.patients"),
    counts: givesElement(permitted, "record.entries"),
  };
  if (asked.patient !== undefined && !rights.patients)
    return because("no_grant", null, "a search by patient needs `record.patients`");
  const own = permitted.caller.person.id;
  const { mine, after, limit, ...filters } = asked;
  const query = queryOf(mine ? { ...filters, person: own } : filters);
  const page = await record.search(
    { ...query, limit, ...(after === undefined ? {} : { after }) },
    rights.patients,
  );
  const exceptions = asked.exceptions ? { exceptions: await countExceptions(record, query) } : {};
  const patients = rights.patients ? page.entries.flatMap((entry) => entry.patients) : [];
  return {
    value: {
      entries: page.entries.map((entry) => presentEntry(entry, rights)),
      next: page.next,
      ...exceptions,
    },
    patients: [...new Set(patients)],
    released: [
      ...(asked.mine && !rights.counts ? [] : ["record.entries"]),
      ...(rights.patients ? ["record.patients"] : []),
    ],
  };
}
