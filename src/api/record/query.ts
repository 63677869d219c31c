import type { z } from "@hono/zod-openapi";
import type { RecordQuery } from "../../audit/search.ts";
import type { EntryFiltersSchema } from "./schema.ts";

type Filters = Partial<z.infer<typeof EntryFiltersSchema>> & { readonly descending?: boolean };

/** The filters and the order of the API as those of the record. */
export function queryOf(filters: Filters): Omit<RecordQuery, "limit"> {
  const { person, patient, from, until, descending, ...alike } = filters;
  const named = {
    ...alike,
    oldestFirst: descending === false ? true : undefined,
    personId: person,
    patientId: patient,
    from: from === undefined ? undefined : Date.parse(from),
    until: until === undefined ? undefined : Date.parse(until),
  };
  const given = Object.entries(named).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given);
}
