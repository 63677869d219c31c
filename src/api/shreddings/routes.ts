import type { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { because } from "../../decision/reasons.ts";
import type { Reason } from "../../decision/types.ts";
import type { ShreddingDesk } from "../../governance/shredding/desk.ts";
import type { Shredding, ShreddingActor, ShreddingOutcome } from "../../governance/shredding/types.ts";
import { faultStatusOf } from "../../kernel/http-status.ts";
import type { Caller } from "../../identity/types.ts";
import { newRoutes } from "../app-routes.ts";
import { control, type ControlAnswer, type ControlObstacle } from "../control.ts";
import { nextOf, timeOrNull } from "../directive/presenter.ts";
import { isoTime } from "../iso-time.ts";
import type { ApiDeps } from "../ports.ts";
import {
  approveRoute,
  proposeRoute,
  readRoute,
  searchRoute,
  standingRoute,
  withdrawRoute,
} from "./contract.ts";
import type { ShreddingSchema } from "./schema.ts";

const element = "shredding.register";

type Presented = z.infer<typeof ShreddingSchema>;
type Change = (desk: ShreddingDesk, by: ShreddingActor) => Promise<ShreddingOutcome>;

/** The destruction of patients' keys by two people, each act of it in the record. */
export function shreddingRoutes({ pipeline, shreddings: desk }: Pick<ApiDeps, "pipeline" | "shreddings">) {
  const change = (c: Context, verb: string, make: Change) =>
    control(
      pipeline,
      c,
      { interaction: `api.shreddings.${verb}`, capability: "administer", element },
      async ({ caller }) => answered(await make(desk, actorOf(caller))),
    );

  return newRoutes()
    .openapi(searchRoute, (c) => {
      const { state, after, limit } = c.req.valid("json");
      const need = { interaction: "api.shreddings.search", capability: "search", element } as const;
      return control(pipeline, c, need, async () => {
        const filter = {
          ...(state === undefined ? {} : { state }),
          ...(after === undefined ? {} : { after }),
        };
        const found = await desk.list({ ...filter, limit });
        const value = { shreddings: found.map(presented), next: nextOf(found, limit) };
        return { value, patients: found.flatMap(patientsOf) };
      });
    })
    .openapi(readRoute, (c) => {
      const need = { interaction: "api.shreddings.read", capability: "read", element } as const;
      return control(pipeline, c, need, async () => {
        const found = await desk.find(c.req.valid("param").id);
        return found === undefined
          ? because("not_found")
          : { value: presented(found), patients: patientsOf(found) };
      });
    })
    .openapi(standingRoute, (c) => {
      const { patient } = c.req.valid("json");
      const need = { interaction: "api.shreddings.standing", capability: "administer", element } as const;
      return control(pipeline, c, need, async () => {
        const { reasons, ...standing } = await desk.standing(patient);
        const kept = reasons.map(({ until, ...why }) => ({ ...why, until: timeOrNull(until) }));
        return { value: { ...standing, kept }, patients: standing.hasKey ? [patient] : [] };
      });
    })
    .openapi(proposeRoute, (c) => {
      const { id, patient, reason } = c.req.valid("json");
      const asked = { id: id.toLowerCase(), patientId: patient, reason };
      return change(c, "propose", (known, by) => known.propose(asked, by));
    })
    .openapi(approveRoute, (c) => {
      const { id } = c.req.valid("param");
      return change(c, "approve", (known, by) => known.approve(id, by));
    })
    .openapi(withdrawRoute, (c) => {
      const { id } = c.req.valid("param");
      return change(c, "withdraw", (known, by) => known.withdraw(id, by));
    });
}

function actorOf({ person }: Caller): ShreddingActor {
  return { personId: person.id, roles: person.roles };
}

function answered(outcome: ShreddingOutcome): ControlAnswer<Presented> | ControlObstacle | Reason {
  switch (outcome.kind) {
    case "absent":
      return because("not_found");
    case "conflict":
      return { problem: CONFLICT };
    case "refused": {
      const { code, message, hint } = outcome.refusal;
      const type = `https://modicum.dev/errors/shredding/${code}`;
      return { problem: { type, title: message, status: faultStatusOf("policy_invalid"), code, next: hint } };
    }
    case "unchanged":
      return { value: presented(outcome.shredding), patients: patientsOf(outcome.shredding) };
    case "changed": {
      const { shredding } = outcome;
      const changes = [`shredding ${shredding.id}: ${shredding.state}`];
      return { value: presented(shredding), patients: patientsOf(shredding), changes };
    }
    default:
      return outcome satisfies never;
  }
}

const CONFLICT = {
  type: "https://modicum.dev/errors/conflict",
  title: "the id stands for something else, or a shredding of this patient is open",
  status: faultStatusOf("conflict"),
  code: "conflict",
  next: "Look at what is open, or give a new id.",
} as const;

function patientsOf({ patientId }: Shredding): readonly string[] {
  return patientId === null ? [] : [patientId];
}

function presented(shredding: Shredding): Presented {
  const { id, patientId, reason, state, proposedBy, proposedAt, proposedAs } = shredding;
  const { decidedBy, decidedAt, sealed } = shredding;
  return {
    id,
    patient: patientId,
    reason,
    state,
    proposed: { by: proposedBy, at: isoTime(proposedAt), as: [...proposedAs] },
    decided: decidedBy === null || decidedAt === null ? null : { by: decidedBy, at: isoTime(decidedAt) },
    destroyed: timeOrNull(shredding.destroyedAt),
    done: timeOrNull(shredding.doneAt),
    sealed,
  };
}
