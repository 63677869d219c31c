import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import { because } from "../../decision/reasons.ts";
import type { Credentials } from "../../identity/types.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { newRoutes } from "../app-routes.ts";
import { BEARER, DENIALS, jsonResult } from "../contract.ts";
import { control, credentialsOf } from "../control.ts";
import type { ApiDeps } from "../ports.ts";
import { presentExploration } from "./presenter.ts";
import { ExplorationSchema, ExplorerPeopleSchema, ExplorerRequestSchema } from "./schema.ts";
import type { ExplorerDesk } from "./ports.ts";

const people = createRoute({
  method: "get",
  path: "/people",
  security: BEARER,
  summary: "Whom one may send a request to the FHIR gateway as",
  responses: { ...jsonResult(ExplorerPeopleSchema, "The people of the demo; nobody outside it"), ...DENIALS },
});

const send = createRoute({
  method: "post",
  path: "/",
  security: BEARER,
  summary: "Send a request through the FHIR gateway and see each step",
  description:
    "Needs `gateway.explorer`. It is a request like any other: decided, answered and recorded as made by whom it is sent as, besides the entry about the explorer. As oneself it shows what was decided, what the upstream was asked before anything came back, and what was shown; as another person, in the demo alone, every question and what was withheld.",
  request: { body: { content: { "application/json": { schema: ExplorerRequestSchema } }, required: true } },
  responses: { ...jsonResult(ExplorationSchema, "The answer and how it came about"), ...DENIALS },
});

export function explorerRoutes({ pipeline, explorer }: Pick<ApiDeps, "pipeline" | "explorer">) {
  const element = "gateway.explorer";
  return newRoutes()
    .openapi(people, (c) =>
      control(
        pipeline,
        c,
        { interaction: "api.explorer.people", capability: "read", element },
        async ({ policy }) => ({
          value: { people: explorer.as === null ? [] : presentPeople(policy) },
        }),
      ),
    )
    .openapi(send, (c) => {
      const { person, purpose, caseId, ...request } = c.req.valid("json");
      const need = { interaction: "api.explorer.send", capability: "read", element } as const;
      return control(pipeline, c, need, async ({ policy, caller }) => {
        const other = person === caller.person.id ? null : person;
        const credentials = await credentialsFor(explorer, c, { person: other, purpose, caseId });
        if (credentials === null)
          return because("no_grant", "a request as another person is sent in the demo alone");
        const exploration = await explorer.explore(credentials, request);
        const shown = exploration.judged.filter(({ view }) => other !== null || view !== null);
        return {
          value: presentExploration(exploration, policy, { person: other, whole: other !== null }),
          patients: [...new Set(shown.flatMap(({ facts }) => facts.patients))],
          records: [...new Set(shown.map(({ facts }) => `${facts.type}/${facts.id}`))],
        };
      });
    });
}

/** Null: one may not send it as this person. */
async function credentialsFor(
  { as }: ExplorerDesk,
  c: Context,
  whom: { readonly person: string | null; readonly purpose: string | null; readonly caseId: string | null },
): Promise<Credentials | null> {
  if (whom.person !== null) return as === null ? null : as(whom.person, whom.purpose, whom.caseId);
  const own = credentialsOf(c);
  return {
    ...own,
    purposeHeader: whom.purpose ?? own.purposeHeader,
    caseHeader: whom.caseId ?? own.caseHeader,
    channel: "fhir",
  };
}

function presentPeople(policy: CompiledPolicy) {
  return policy.people.map(({ id, displayName, roles }) => ({
    id,
    displayName,
    roles: roles.map((role) => policy.roles.get(role)?.title ?? role),
    purposes: purposesGranted(policy, roles),
  }));
}

/** The purposes of standing grants; whether one is given is decided when it is asked for. */
function purposesGranted(policy: CompiledPolicy, roles: readonly string[]) {
  const granted = roles.flatMap((role) => policy.roles.get(role)?.grants.map(({ purpose }) => purpose) ?? []);
  return [...new Set(granted)].flatMap((id) => {
    const purpose = policy.purposes.get(id);
    return purpose === undefined ? [] : [{ id, title: purpose.title, caseBound: purpose.caseBound }];
  });
}
