import { createRoute, type z } from "@hono/zod-openapi";
import type { RecordQuery } from "../../audit/search.ts";
import { because } from "../../decision/reasons.ts";
import type { Reason } from "../../decision/types.ts";
import type { Permitted } from "../../pipeline.ts";
import { newRoutes } from "../app-routes.ts";
import { BEARER, DENIALS, jsonResult } from "../contract.ts";
import { control, type ControlAnswer, givesElement } from "../control.ts";
import type { ApiDeps, RecordDesk } from "../ports.ts";
import { presentEntry } from "./presenter.ts";
import { EntryPageSchema, EntryQuerySchema } from "./schema.ts";

type Asked = z.infer<typeof EntryQuerySchema>;
type Page = z.infer<typeof EntryPageSchema>;

/** A query of the record may name a patient, so it comes in a body and never in a URL. */
const search = createRoute({
  method: "post",
  path: "/_search",
  security: BEARER,
  summary: "Search the record, newest first",
  description:
    "The whole record for who may read `record.entries`; with `mine`, one's own entries for everyone. Patients and records stay out without `record.patients`. How many there are is not counted: go on with `next`.",
  request: { body: { content: { "application/json": { schema: EntryQuerySchema } }, required: true } },
  responses: { ...jsonResult(EntryPageSchema, "A page of entries"), ...DENIALS },
});

export function recordRoutes({ pipeline, record }: Pick<ApiDeps, "pipeline" | "record">) {
  return newRoutes().openapi(search, (c) => {
    const asked = c.req.valid("json");
    const need = {
      interaction: "api.record.search",
      capability: asked.mine ? "read" : "search",
      element: asked.mine ? null : "record.entries",
      query: JSON.stringify(asked),
    } as const;
    return control(pipeline, c, need, (permitted) => answerSearch(record, asked, permitted));
  });
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
  const page = await record.search(queryOf(asked.mine ? { ...asked, person: own } : asked), rights.patients);
  const patients = rights.patients ? page.entries.flatMap((entry) => entry.patients) : [];
  return {
    value: { entries: page.entries.map((entry) => presentEntry(entry, rights)), next: page.next },
    patients: [...new Set(patients)],
    released: [
      ...(asked.mine && !rights.counts ? [] : ["record.entries"]),
      ...(rights.patients ? ["record.patients"] : []),
    ],
  };
}

function queryOf({ mine: _mine, person, patient, from, until, limit, ...alike }: Asked): RecordQuery {
  const named = {
    ...alike,
    personId: person,
    patientId: patient,
    from: from === undefined ? undefined : Date.parse(from),
    until: until === undefined ? undefined : Date.parse(until),
  };
  const given = Object.entries(named).filter(([, value]) => value !== undefined);
  return { ...(Object.fromEntries(given) as Omit<RecordQuery, "limit">), limit };
}
