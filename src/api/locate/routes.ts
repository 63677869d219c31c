import { createRoute, z } from "@hono/zod-openapi";
import { newRoutes } from "../app-routes.ts";
import { BEARER, DENIALS, jsonResult, LIMITED } from "../contract.ts";
import { control } from "../control.ts";
import type { ApiDeps } from "../ports.ts";
import { keyOf, presentLocated, presentLock } from "./presenter.ts";
import { LocatedSchema, LocateKeySchema, LockSchema, UnlockSchema } from "./schema.ts";

/** The key is PHI, so it comes in a body and never in a URL. */
const locate = createRoute({
  method: "post",
  path: "/",
  security: BEARER,
  summary: "Find one patient by exact record number, or name and birth date",
  description:
    "A right of its own, `locate`, with limits of its own. Nobody, several, and somebody whom the right does not show are one 404. It makes no relation: what else the caller may see of the patient stays as it was. More misses an hour than the organization allows lock the right until the privacy officer unlocks it.",
  request: { body: { content: { "application/json": { schema: LocateKeySchema } }, required: true } },
  responses: {
    ...jsonResult(LocatedSchema, "The patient, as far as the right to look up shows them"),
    ...DENIALS,
    ...LIMITED,
  },
});

const locks = createRoute({
  method: "get",
  path: "/locks",
  security: BEARER,
  summary: "Whose right to look patients up is locked, the oldest first",
  responses: { ...jsonResult(z.object({ locks: z.array(LockSchema) }), "Open locks"), ...DENIALS },
});

const unlock = createRoute({
  method: "post",
  path: "/locks/{id}/unlock",
  security: BEARER,
  summary: "Give the right to look patients up back",
  description: "Who, when and why is kept. Nobody unlocks their own right.",
  request: {
    params: z.object({ id: z.uuid() }),
    body: { content: { "application/json": { schema: UnlockSchema } }, required: true },
  },
  responses: { ...jsonResult(LockSchema, "The lock as it was"), ...DENIALS },
});

export function locateRoutes({ pipeline, locate: desk }: Pick<ApiDeps, "pipeline" | "locate">) {
  return newRoutes()
    .openapi(locate, (c) => {
      const asked = c.req.valid("json");
      const need = {
        interaction: "api.locate",
        capability: "locate",
        element: null,
        resourceType: "Patient",
        query: JSON.stringify(asked),
      } as const;
      return control(pipeline, c, need, async (permitted) => {
        const found = await desk.locate(permitted, keyOf(asked));
        if ("code" in found) return found;
        const { id, released } = found;
        return { value: presentLocated(found), patients: [id], records: [`Patient/${id}`], released };
      });
    })
    .openapi(locks, (c) => {
      const need = { interaction: "api.locate.locks", capability: "read", element: "locate.locks" } as const;
      return control(pipeline, c, need, async () => ({
        value: { locks: (await desk.locks()).map(presentLock) },
      }));
    })
    .openapi(unlock, (c) => {
      const { id } = c.req.valid("param");
      const { why } = c.req.valid("json");
      const need = {
        interaction: "api.locate.unlock",
        capability: "administer",
        element: "locate.locks",
        query: JSON.stringify({ lock: id, why }),
      } as const;
      return control(pipeline, c, need, async ({ caller }) => {
        const closed = await desk.unlock(id, caller.person.id, why);
        if ("code" in closed) return closed;
        return { value: presentLock(closed), changes: [`unlocked looking up for ${closed.personId}`] };
      });
    });
}
