import type { NewReject } from "../../audit/intake/ports.ts";
import { because } from "../../decision/reasons.ts";
import type { Pipeline } from "../../pipeline.ts";
import { newRoutes } from "../app-routes.ts";
import { control, lackingElement } from "../control.ts";
import { isoTime } from "../iso-time.ts";
import { openRejectRoute, rejectsRoute } from "./contract.ts";
import type { SourcesDesk } from "./ports.ts";

const element = "record.sources";

interface RejectParts {
  readonly pipeline: Pipeline;
  readonly came: Pick<SourcesDesk["came"], "rejects" | "rejected">;
}

/** What of a source could not be taken; as it was sent only with the patients. */
export function rejectRoutes({ pipeline, came }: RejectParts) {
  return newRoutes()
    .openapi(rejectsRoute, (c) => {
      const { id } = c.req.valid("param");
      const { limit } = c.req.valid("query");
      const need = { interaction: "api.sources.rejects", capability: "read", element } as const;
      return control(pipeline, c, need, async () => {
        return { value: { rejects: (await came.rejects(id, limit)).map(presentReject) } };
      });
    })
    .openapi(openRejectRoute, (c) => {
      const { id, reject } = c.req.valid("param");
      const need = { interaction: "api.sources.reject", capability: "read", element } as const;
      return control(pipeline, c, need, async (permitted) => {
        const lacking = lackingElement({ element: "record.patients", capability: "read" }, permitted);
        if (lacking !== null) return lacking;
        const found = await came.rejected(id, reject);
        if (found === undefined) return because("not_found");
        return { value: { ...presentReject(found), raw: found.raw }, released: [element, "record.patients"] };
      });
    });
}

function presentReject({ id, at, place, reason }: Omit<NewReject, "raw" | "source">) {
  return { id, at: isoTime(at), place, reason };
}
