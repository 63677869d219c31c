import type { z } from "@hono/zod-openapi";
import type { GrantBody } from "../../policy/edit/types.ts";
import type { GrantEditSchema } from "./schema.ts";

/** The grant as a file would say it: what was left out stays out. */
export function grantBodyOf(asked: z.infer<typeof GrantEditSchema>["grant"]): GrantBody | null {
  if (asked === null) return null;
  const { can, elements, segments, systems } = asked;
  return {
    can,
    elements,
    ...(segments === undefined ? {} : { segments }),
    ...(systems === undefined ? {} : { systems }),
  };
}
