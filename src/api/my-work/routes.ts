import { createRoute } from "@hono/zod-openapi";
import { DROP } from "../../catalogue/transforms.ts";
import type { Capability } from "../../catalogue/vocabulary.ts";
import type { Person } from "../../identity/types.ts";
import type { Permitted } from "../../pipeline.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { newRoutes } from "../app-routes.ts";
import { BEARER, DENIALS, jsonResult } from "../contract.ts";
import { control, type ControlAnswer } from "../control.ts";
import { isoTime } from "../iso-time.ts";
import type { ApiDeps } from "../ports.ts";
import { failingSources, findingsOf, lockedLookups, ownDrafts, reviewsDue, type WorkItem } from "./items.ts";
import { keysToEnd, purgesToConfirm, shreddingsToApprove } from "./second-person.ts";
import { seesOf } from "./sees.ts";
import { WorkSchema } from "./schema.ts";

/** The newest drafts of all people; whose own are older has let them lie for long. */
const DRAFTS_LOOKED_AT = 200;

const work = createRoute({
  method: "get",
  path: "/",
  security: BEARER,
  summary: "What needs the caller now, and what the caller's roles see",
  responses: { ...jsonResult(WorkSchema, "Items, what is due first"), ...DENIALS },
});

type SecondPerson = "retention" | "shreddings" | "keys";
type WorkDeps = Pick<ApiDeps, "pipeline" | "relations" | "policyDrafts" | "locate" | SecondPerson>;

export function workRoutes(deps: WorkDeps) {
  const need = { interaction: "api.work.read", capability: "read", element: null } as const;
  return newRoutes().openapi(work, (c) =>
    control(deps.pipeline, c, need, (permitted) => answerWork(deps, permitted)),
  );
}

async function answerWork(
  { relations, policyDrafts, locate, ...desks }: WorkDeps,
  { caller, policy, now }: Permitted,
): Promise<ControlAnswer<{ items: WorkItem[]; sees: ReturnType<typeof seesOf>; asOf: string }>> {
  const { id, roles } = caller.person;
  const tends = holds(policy, roles, "relation.facts", "administer");
  const drafts = holds(policy, roles, "policy.drafts", "read")
    ? await policyDrafts.list({ status: "open", limit: DRAFTS_LOOKED_AT })
    : [];
  const sources = tends ? failingSources(policy, await relations.status(), now) : [];
  const unlocks = holds(policy, roles, "locate.locks", "administer");
  const waiting = await waitingFor(desks, policy, caller.person);
  const items = [
    ...waiting.items,
    ...(unlocks ? lockedLookups(await locate.locks()) : []),
    ...reviewsDue(policy, roles, now),
    ...findingsOf(policy, roles),
    ...ownDrafts(drafts, id),
    ...sources,
  ].toSorted(byUrgency);
  const released = [
    ...waiting.released,
    ...(tends ? ["relation.facts"] : []),
    ...(unlocks ? ["locate.locks"] : []),
    ...(items.some(({ kind }) => kind.startsWith("policy-")) ? ["policy.rules"] : []),
    ...(items.some(({ kind }) => kind === "draft") ? ["policy.drafts"] : []),
  ];
  return { value: { items, sees: seesOf(policy, roles), asOf: isoTime(now) }, released };
}

/** What takes the caller as its second person, and by which elements they learn of it. */
async function waitingFor(
  { retention, shreddings, keys }: Pick<WorkDeps, SecondPerson>,
  policy: CompiledPolicy,
  { id, roles }: Person,
): Promise<{ readonly items: readonly WorkItem[]; readonly released: readonly string[] }> {
  const purges = holds(policy, roles, "record.retention", "approve")
    ? purgesToConfirm(await retention.waitingFor(id))
    : null;
  const destroyed = holds(policy, roles, "shredding.register", "administer")
    ? shreddingsToApprove(await shreddings.waitingFor({ personId: id, roles }))
    : null;
  const ended = holds(policy, roles, "key.ring", "approve") ? keysToEnd(keys.waitingFor(id)) : null;
  const released = [
    ...(purges === null ? [] : ["record.retention"]),
    ...(destroyed === null ? [] : ["shredding.register"]),
    ...(ended === null ? [] : ["key.ring"]),
  ];
  return { items: [...(purges ?? []), ...(destroyed ?? []), ...(ended ?? [])], released };
}

/** Whether a standing grant of the roles gives the element with the capability, for whatever purpose: it is their job. */
function holds(
  policy: CompiledPolicy,
  roles: readonly string[],
  element: string,
  capability: Capability,
): boolean {
  const index = policy.catalogue.byId(element)?.index;
  if (index === undefined) return false;
  const grants = roles.flatMap((role) => policy.roles.get(role)?.grants ?? []);
  return grants.some((grant) => grant.can.has(capability) && (grant.elements[index] ?? DROP) !== DROP);
}

/** What has a last day comes first, the nearest before; the rest by age, what has none at the end. */
function byUrgency(a: WorkItem, b: WorkItem): number {
  const [left, right] = [a, b].map(({ due, since }) => due ?? `~${since ?? "~"}`);
  return (left ?? "") < (right ?? "") ? -1 : Number(left !== right);
}
