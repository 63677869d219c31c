import type { z } from "@hono/zod-openapi";
import type { RecordQuery } from "../../audit/search.ts";
import type { EntryFiltersSchema } from "./schema.ts";

type Filters = Partial<z.infer<typeof EntryFiltersSchema>>;

/** The filters of the API as those of the record. */
export function queryOf({ person, patient, from, until, ...alike }: Filters): Omit<RecordQuery, "limit"> {
  const named = {
    ...alike,
    personId: person,
    patientId: patient,
    from: from === undefined ? undefined : Date.parse(from),
    until: until === undefined ? undefined : Date.parse(until),
  };
  const given = Object.entries(named).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given);
}
