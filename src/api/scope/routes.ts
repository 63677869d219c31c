import { createRoute } from "@hono/zod-openapi";
import { newRoutes } from "../app-routes.ts";
import { BEARER, DENIALS, jsonResult } from "../contract.ts";
import { control } from "../control.ts";
import type { ApiDeps } from "../ports.ts";
import { presentScope } from "./presenter.ts";
import { ScopeSchema } from "./schema.ts";

const scope = createRoute({
  method: "get",
  path: "/",
  security: BEARER,
  summary: "What the caller may see for the declared purpose: records, fields, period, purpose, system",
  responses: {
    ...jsonResult(ScopeSchema, "The five parts, from policy and the caller's own relations"),
    ...DENIALS,
  },
});

export function scopeRoutes({ pipeline }: Pick<ApiDeps, "pipeline">) {
  const need = { interaction: "api.scope.read", capability: "read", element: null } as const;
  return newRoutes().openapi(scope, (c) =>
    control(pipeline, c, need, async (permitted) => ({ value: presentScope(permitted) })),
  );
}
