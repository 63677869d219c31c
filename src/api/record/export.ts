import type { z } from "@hono/zod-openapi";
import type { Context, TypedResponse } from "hono";
import manifest from "../../../package.json" with { type: "json" };
import { RECORD_FORMATS } from "../../audit/formats/formats.ts";
import { enforce } from "../../pipeline.ts";
import { askedOf } from "../control.ts";
import type { ApiDeps } from "../ports.ts";
import { deniedProblem } from "../problem.ts";
import { EXPORT_NEED, exportRelease, type ExportRight, exportRightOf, exportStream } from "./export-parts.ts";
import { queryOf } from "./query.ts";
import type { EntryExportSchema } from "./schema.ts";

/**
 * The record as a file (45 CFR 164.312(b)). INVARIANT: the intent is durable before the first byte, what a part holds
 * before that part, and how it ended before the stream closes; what was not complete breaks off.
 */
export async function exportRecord(
  deps: Pick<ApiDeps, "pipeline" | "record">,
  c: Context,
  wanted: z.infer<typeof EntryExportSchema>,
): Promise<TypedResponse<string, 200, "text">> {
  const { format: name, ...filters } = wanted;
  const format = RECORD_FORMATS[name];
  const query = JSON.stringify(wanted);
  const asked = askedOf(c, { ...EXPORT_NEED, interaction: "api.record.export", query });
  const intent = await enforce<ExportRight>(deps.pipeline, asked, async (permitted) => {
    const right = exportRightOf(permitted, filters.patient !== undefined);
    return "code" in right ? right : { value: right, release: exportRelease(right, null) };
  });
  if (intent.kind === "denied") return asFile(deniedProblem(c, intent.reasons, intent.entryId));
  const { policy, now } = intent.value.permitted;
  const begun = new Date(now).toISOString();
  const body = exportStream(deps, {
    intentId: intent.entryId,
    asked,
    right: intent.value,
    // What is recorded from here on, this export among it, is not in it.
    query: queryOf({ until: begun, ...filters }),
    format,
    context: {
      site: policy.org.id,
      version: manifest.version,
      purposeCode: (id) => policy.purposes.get(id)?.code,
    },
  });
  const headers = {
    "Content-Type": format.mediaType,
    "Content-Disposition": `attachment; filename="record-${begun.slice(0, 10)}.${format.extension}"`,
    "Cache-Control": "no-store",
    "X-Request-Id": intent.entryId,
  };
  return asFile(c.body(body, 200, headers));
}

/** The contract types the file as text; denials are problem+json and declared beside it (contract.ts). */
function asFile(response: Response): TypedResponse<string, 200, "text"> {
  return response as unknown as TypedResponse<string, 200, "text">;
}
