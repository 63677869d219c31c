import { createRoute, z } from "@hono/zod-openapi";
import { findingsOf, INTEGRITY_CHECK } from "../../audit/integrity.ts";
import { newRoutes } from "../app-routes.ts";
import { BEARER, DENIALS, jsonResult } from "../contract.ts";
import { control } from "../control.ts";
import { isoTime } from "../iso-time.ts";
import type { ApiDeps } from "../ports.ts";

const CheckSchema = z
  .object({
    entry: z.string().openapi({ description: "The entry of the check." }),
    at: z.iso.datetime(),
    ok: z.boolean(),
    from: z.number().openapi({ description: "The first place that was looked at." }),
    until: z.number().openapi({ description: "The place after the last." }),
    entries: z.number(),
    missing: z.number().openapi({ description: "Places without an entry." }),
    incomplete: z.number().openapi({ description: "Entries that do not answer for their access." }),
    tree: z.enum(["ok", "altered"]),
    examples: z.array(z.object({ id: z.string(), lacks: z.array(z.string()) })),
  })
  .openapi("IntegrityCheck");

const ChecksSchema = z.object({ checks: z.array(CheckSchema) }).openapi("IntegrityChecks");

const SHOWN = 30;

const integrity = createRoute({
  method: "get",
  path: "/integrity",
  security: BEARER,
  summary: "What the nightly checks of the record found",
  description: "The last thirty, newest first, for who may read `record.entries`.",
  responses: { ...jsonResult(ChecksSchema, "Newest first"), ...DENIALS },
});

/** `/record/integrity` */
export function integrityRoutes({ pipeline, record }: Pick<ApiDeps, "pipeline" | "record">) {
  return newRoutes().openapi(integrity, (c) => {
    const need = {
      interaction: "api.record.integrity",
      capability: "search",
      element: "record.entries",
    } as const;
    return control(pipeline, c, need, async () => {
      const { entries } = await record.search({ interaction: INTEGRITY_CHECK, limit: SHOWN }, false);
      const checks = entries.flatMap((entry) => {
        const findings = findingsOf(entry);
        if (findings === null) return [];
        const { examples, ...counts } = findings;
        const named = examples.map(({ id, gaps }) => ({ id, lacks: [...gaps] }));
        const ok = entry.outcome === "permit";
        return [{ entry: entry.id, at: isoTime(entry.at), ok, ...counts, examples: named }];
      });
      return { value: { checks }, released: ["record.entries"] };
    });
  });
}
