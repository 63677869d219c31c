import type { Context } from "hono";
import type { KeyActor } from "../../keys/key-types.ts";
import { newRoutes } from "../app-routes.ts";
import { control } from "../control.ts";
import type { ApiDeps } from "../ports.ts";
import {
  approveRoute,
  listRoute,
  operationsRoute,
  proposeRoute,
  rewrapRoute,
  rotateRoute,
} from "./contract.ts";
import type { KeyOutcome } from "./ports.ts";
import { answerKeys, presentKeys, presentOperations } from "./presenter.ts";

const element = "key.ring";

/** The keys, for their custodian; each operation in the record, 45 CFR 164.312(b). */
export function keyRoutes({ pipeline, keys: desk }: Pick<ApiDeps, "pipeline" | "keys">) {
  const change = (
    c: Context,
    verb: string,
    capability: "administer" | "approve",
    act: (by: KeyActor) => Promise<KeyOutcome>,
  ) =>
    control(pipeline, c, { interaction: `api.keys.${verb}`, capability, element }, async ({ caller }) =>
      answerKeys(verb, await act({ personId: caller.person.id, roles: caller.person.roles })),
    );

  return newRoutes()
    .openapi(listRoute, (c) => {
      const need = { interaction: "api.keys.list", capability: "read", element } as const;
      return control(pipeline, c, need, async () => ({ value: presentKeys(await desk.overview()) }));
    })
    .openapi(operationsRoute, (c) => {
      const { limit } = c.req.valid("query");
      const need = { interaction: "api.keys.operations", capability: "read", element } as const;
      return control(pipeline, c, need, async () => ({
        value: presentOperations(await desk.operations(limit)),
      }));
    })
    .openapi(rotateRoute, (c) => {
      const { use } = c.req.valid("json");
      return change(c, "rotate", "administer", (by) => desk.rotate(use, by));
    })
    .openapi(rewrapRoute, (c) => {
      const { newRoot } = c.req.valid("json");
      return change(c, "rewrap", "administer", (by) => desk.rewrap(newRoot, by));
    })
    .openapi(proposeRoute, (c) => {
      const { id } = c.req.valid("param");
      return change(c, "propose-destroy", "administer", (by) => desk.proposeDestroy(id, by));
    })
    .openapi(approveRoute, (c) => {
      const { id } = c.req.valid("param");
      return change(c, "destroy", "approve", (by) => desk.approveDestroy(id, by));
    });
}
