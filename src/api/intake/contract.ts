import { createRoute, z } from "@hono/zod-openapi";
import { BEARER, DENIALS, jsonResult, OBSTACLES } from "../contract.ts";

const TakenSchema = z
  .object({
    accepted: z.number(),
    duplicate: z.number().openapi({ description: "In the record already, or twice in the batch." }),
    rejected: z.array(
      z.object({
        place: z.number().openapi({ description: "Line, or place in the batch, from 1." }),
        reason: z.string(),
      }),
    ),
  })
  .openapi("TakenEvents", { description: "Every event is in one of the three." });

const SourceParam = z.object({ source: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/) });
/** Where a part of a longer file begins, so that places are those of the file. */
const PartQuery = z.object({ firstLine: z.coerce.number().int().min(1).max(2_000_000_000).optional() });

const responses = { ...jsonResult(TakenSchema, "Durable, each event once"), ...DENIALS, ...OBSTACLES };

export const auditEventsRoute = createRoute({
  method: "post",
  path: "/{source}/audit-events",
  security: BEARER,
  summary: "Take AuditEvents of another system into the record",
  description:
    "FHIR R4, IHE BALP among them: one, a Bundle, or NDJSON. Sending the same again counts nothing twice; after a fault send all of it again.",
  request: {
    params: SourceParam,
    query: PartQuery,
    body: {
      content: {
        "application/fhir+json": { schema: z.looseObject({ resourceType: z.string() }) },
        "application/x-ndjson": { schema: z.string() },
      },
      required: true,
    },
  },
  responses,
});

export const csvRoute = createRoute({
  method: "post",
  path: "/{source}/csv",
  security: BEARER,
  summary: "Take rows of another system's log into the record",
  description:
    "CSV with a header, read by the mapping of the source. Of a part of a longer file `firstLine` is the line of its first row.",
  request: {
    params: SourceParam,
    query: PartQuery,
    body: { content: { "text/csv": { schema: z.string() } }, required: true },
  },
  responses,
});
