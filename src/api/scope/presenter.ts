import type { z } from "@hono/zod-openapi";
import type { Decision } from "../../decision/types.ts";
import type { Permitted } from "../../pipeline.ts";
import type { CompiledPurpose } from "../../policy/types.ts";
import { isoTime } from "../iso-time.ts";
import { oneLine } from "../one-line.ts";
import { askable, fieldGroups, purposesOf, reachOfFields } from "./fields.ts";
import { patientsReached, relationsReaching } from "./reach.ts";
import type { ScopeSchema } from "./schema.ts";

type Scope = z.infer<typeof ScopeSchema>;

/**
 * What the caller may see for the declared purpose, in five parts. From policy, caller and the caller's own relations:
 * nothing in it depends on what a chart holds.
 */
export function presentScope({ caller, policy, decision, facts, now }: Permitted): Scope {
  const reach = reachOfFields(decision);
  const left = new Set(decision.segmentsLeftOut);
  return {
    person: caller.person.id,
    roles: rolesOf(decision),
    records: relationsReaching(decision, facts),
    patients: patientsReached(decision, facts),
    fields: fieldGroups(decision, reach),
    segmentsLeftOut: policy.segments.filter(({ id }) => left.has(id)).map(({ id, title }) => ({ id, title })),
    mayAsk: askable(decision, reach),
    period: periodOf(decision, now),
    declared: decision.request.purpose,
    purposes: purposesOf(decision).map(presentPurpose),
    system: decision.request.system,
    channel: decision.request.channel,
    types: reach.types,
    policy: policy.hash,
  };
}

function rolesOf({ policy, request }: Decision): Scope["roles"] {
  return request.subject.roles.flatMap((id) => {
    const role = policy.roles.get(id);
    return role === undefined ? [] : [{ id, title: role.title, why: oneLine(role.why) }];
  });
}

function periodOf(decision: Decision, now: number): Scope["period"] {
  const ends = decision.slices.flatMap(({ expires }) => expires ?? []);
  const asked = purposesOf(decision).find(({ period }) => period !== undefined)?.period;
  return {
    asOf: isoTime(now),
    ends: ends.length === 0 ? null : isoTime(Math.min(...ends)),
    asked: asked === undefined ? null : { ...asked },
    attested: decision.request.subject.roles.flatMap((role) => {
      const recertify = decision.policy.roles.get(role)?.recertify;
      return recertify === undefined ? [] : [{ role, ...recertify }];
    }),
  };
}

function presentPurpose(purpose: CompiledPurpose): Scope["purposes"][number] {
  return {
    id: purpose.id,
    title: purpose.title,
    code: purpose.code ?? null,
    basis: purpose.basis,
    why: oneLine(purpose.why),
    reminder: purpose.reminder === undefined ? null : oneLine(purpose.reminder),
    notThisIf: purpose.notThisIf === undefined ? null : oneLine(purpose.notThisIf),
    cfr: [...purpose.cfr],
  };
}
