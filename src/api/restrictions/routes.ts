import type { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { because } from "../../decision/reasons.ts";
import type { DirectiveOutcome } from "../../governance/directives/directive.ts";
import type { RestrictionDesk } from "../../governance/directives/restrictions/desk.ts";
import type { PatientRestriction } from "../../governance/directives/restrictions/types.ts";
import { newRoutes } from "../app-routes.ts";
import { control, type ControlAnswer } from "../control.ts";
import { unknownElement } from "../directive/elements.ts";
import { answerDirective } from "../directive/outcome.ts";
import { nextOf } from "../directive/presenter.ts";
import type { ApiDeps } from "../ports.ts";
import {
  acceptRoute,
  readRoute,
  refuseRoute,
  requestRoute,
  searchRoute,
  terminateRoute,
} from "./contract.ts";
import { presentRestriction, restrictionFrom } from "./presenter.ts";
import type { RestrictionPageSchema, RestrictionQuerySchema } from "./schema.ts";

const element = "restriction.register";

type Change = (desk: RestrictionDesk, by: string) => Promise<DirectiveOutcome<PatientRestriction>>;

/** Restrictions of 45 CFR 164.522(a), each act of them in the record. */
export function restrictionRoutes({
  pipeline,
  restrictions: desk,
}: Pick<ApiDeps, "pipeline" | "restrictions">) {
  const change = (c: Context, verb: string, make: Change) =>
    control(
      pipeline,
      c,
      { interaction: `api.restrictions.${verb}`, capability: "administer", element },
      async ({ caller }) =>
        answerDirective("restriction", await make(desk, caller.person.id), presentRestriction),
    );

  return newRoutes()
    .openapi(searchRoute, (c) => {
      const asked = c.req.valid("json");
      const query = JSON.stringify(asked);
      const need = { interaction: "api.restrictions.search", capability: "search", element, query } as const;
      return control(pipeline, c, need, () => search(desk, asked));
    })
    .openapi(readRoute, (c) => {
      const need = { interaction: "api.restrictions.read", capability: "read", element } as const;
      return control(pipeline, c, need, async () => {
        const found = await desk.find(c.req.valid("param").id);
        if (found === undefined) return because("not_found");
        return { value: presentRestriction(found), patients: [found.patientId] };
      });
    })
    .openapi(requestRoute, (c) => {
      const asked = c.req.valid("json");
      const need = { interaction: "api.restrictions.request", capability: "administer", element } as const;
      return control(pipeline, c, need, async ({ caller, policy }) => {
        const unknown = unknownElement(asked.elements, policy.catalogue);
        if (unknown !== null) return unknown;
        const outcome = await desk.request(restrictionFrom(asked), caller.person.id);
        return answerDirective("restriction", outcome, presentRestriction);
      });
    })
    .openapi(acceptRoute, (c) => {
      const { id } = c.req.valid("param");
      return change(c, "accept", (known, by) => known.accept(id, by));
    })
    .openapi(refuseRoute, (c) => {
      const { id } = c.req.valid("param");
      return change(c, "refuse", (known, by) => known.refuse(id, by, c.req.valid("json").reason));
    })
    .openapi(terminateRoute, (c) => {
      const { id } = c.req.valid("param");
      return change(c, "terminate", (known, by) => known.terminate(id, by, c.req.valid("json").ground));
    });
}

async function search(
  desk: RestrictionDesk,
  { patient, status, limit, after }: z.infer<typeof RestrictionQuerySchema>,
): Promise<ControlAnswer<z.infer<typeof RestrictionPageSchema>>> {
  const found = await desk.list({
    limit,
    ...(after === undefined ? {} : { after }),
    ...(patient === undefined ? {} : { patientId: patient }),
    ...(status === undefined ? {} : { status }),
  });
  return {
    value: { restrictions: found.map(presentRestriction), next: nextOf(found, limit) },
    patients: [...new Set(found.map(({ patientId }) => patientId))],
  };
}
