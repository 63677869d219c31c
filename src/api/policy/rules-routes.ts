import { createRoute, z } from "@hono/zod-openapi";
import { newRoutes } from "../app-routes.ts";
import { BEARER, DENIALS, jsonResult } from "../contract.ts";
import { control } from "../control.ts";
import type { ApiDeps } from "../ports.ts";
import {
  presentElement,
  presentOverview,
  presentPurpose,
  presentPurposeSummary,
  presentRole,
  presentRoleSummary,
} from "./presenter-rules.ts";
import { holdersOf, mayName, readRoster, releasedWith } from "./roster.ts";
import {
  ElementsQuerySchema,
  ElementsSchema,
  PolicyOverviewSchema,
  PurposeSchema,
  PurposesSchema,
  RoleSchema,
  RolesSchema,
} from "./schema-rules.ts";
import { unknownIn } from "./unknown-names.ts";
import { PURPOSES, ROLES, unlisted } from "./unknown-names.ts";

const IdParam = z.object({ id: z.string().max(100) });

const overview = createRoute({
  method: "get",
  path: "/",
  security: BEARER,
  summary: "The policy in force",
  responses: { ...jsonResult(PolicyOverviewSchema, "Its hash, organization and size"), ...DENIALS },
});

const roles = createRoute({
  method: "get",
  path: "/roles",
  security: BEARER,
  summary: "The roles of the policy",
  responses: { ...jsonResult(RolesSchema, "Every role, in the order of the policy"), ...DENIALS },
});

const role = createRoute({
  method: "get",
  path: "/roles/{id}",
  security: BEARER,
  summary: "A role and its rationale: why, job functions, and what each purpose shows",
  request: { params: IdParam },
  responses: { ...jsonResult(RoleSchema, "The role"), ...DENIALS },
});

const purposes = createRoute({
  method: "get",
  path: "/purposes",
  security: BEARER,
  summary: "The purposes of the policy",
  responses: { ...jsonResult(PurposesSchema, "Every purpose, in the order of the policy"), ...DENIALS },
});

const purpose = createRoute({
  method: "get",
  path: "/purposes/{id}",
  security: BEARER,
  summary: "A purpose with its row of the purpose × element map",
  request: { params: IdParam },
  responses: {
    ...jsonResult(PurposeSchema, "The purpose: what it needs, may ask and never gives"),
    ...DENIALS,
  },
});

const elements = createRoute({
  method: "get",
  path: "/elements",
  security: BEARER,
  summary: "The data elements of the catalogue",
  request: { query: ElementsQuerySchema },
  responses: { ...jsonResult(ElementsSchema, "Elements, in catalogue order"), ...DENIALS },
});

/** What reading the policy takes, whatever the question. */
export function needRules(interaction: string) {
  return { interaction, capability: "read", element: "policy.rules" } as const;
}

/** The policy as it is written: roles, purposes and elements. */
export function rulesRoutes({ pipeline, people, policyDesk }: ApiDeps) {
  return newRoutes()
    .openapi(overview, (c) =>
      control(pipeline, c, needRules("api.policy.read"), async ({ policy }) => ({
        value: presentOverview(policy, policyDesk.loadedAt),
      })),
    )
    .openapi(roles, (c) =>
      control(pipeline, c, needRules("api.policy.roles"), async ({ policy }) => {
        const holders = holdersOf(await readRoster(people));
        return {
          value: { roles: [...policy.roles.values()].map((one) => presentRoleSummary(one, holders)) },
        };
      }),
    )
    .openapi(role, (c) =>
      control(pipeline, c, needRules("api.policy.role"), async (permitted) => {
        const { policy } = permitted;
        const found = policy.roles.get(c.req.valid("param").id);
        if (found === undefined) return unlisted("role", ROLES);
        const named = mayName(permitted);
        const value = presentRole(policy, found, holdersOf(await readRoster(people)), named);
        return { value, released: releasedWith(named) };
      }),
    )
    .openapi(purposes, (c) =>
      control(pipeline, c, needRules("api.policy.purposes"), async ({ policy }) => ({
        value: {
          purposes: [...policy.purposes.values()].map((one) => presentPurposeSummary(policy, one)),
        },
      })),
    )
    .openapi(purpose, (c) =>
      control(pipeline, c, needRules("api.policy.purpose"), async ({ policy }) => {
        const found = policy.purposes.get(c.req.valid("param").id);
        return found === undefined ? unlisted("purpose", PURPOSES) : { value: presentPurpose(policy, found) };
      }),
    )
    .openapi(elements, (c) => {
      const { group, text = "" } = c.req.valid("query");
      const sought = text.toLowerCase();
      return control(pipeline, c, needRules("api.policy.elements"), async ({ policy }) => {
        const shown = policy.catalogue.elements
          .filter((element) => group === undefined || element.group === group)
          .filter(({ id, title }) => `${id}\n${title}`.toLowerCase().includes(sought));
        return unknownIn(policy, { group }) ?? { value: { elements: shown.map(presentElement) } };
      });
    });
}
