import { createRoute, type z } from "@hono/zod-openapi";
import { because } from "../../decision/reasons.ts";
import {
  type CellFilter,
  cellsAt,
  type Finding,
  lintPolicy,
  matrixOf,
  reachWithoutApproval,
  whoSees,
} from "../../policy/analyze/index.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { newRoutes } from "../app-routes.ts";
import { BEARER, DENIALS, jsonResult } from "../contract.ts";
import { control } from "../control.ts";
import type { ApiDeps } from "../ports.ts";
import { pageOf } from "./page.ts";
import {
  presentCell,
  presentFinding,
  presentMatrix,
  presentSeer,
  presentTypeReach,
} from "./presenter-analysis.ts";
import { type Holders, holdersOf, mayName, readRoster, releasedWith } from "./roster.ts";
import { needRules } from "./rules-routes.ts";
import { unknownIn } from "./unknown-names.ts";
import {
  CellQuerySchema,
  CellSchema,
  FindingsQuerySchema,
  FindingsSchema,
  MatrixQuerySchema,
  MatrixSchema,
  TypeReachQuerySchema,
  TypeReachSchema,
  WhoQuerySchema,
  WhoSchema,
} from "./schema-analysis.ts";

const matrix = createRoute({
  method: "get",
  path: "/matrix",
  security: BEARER,
  summary: "Role × purpose × element: the most that standing grants show",
  request: { query: MatrixQuerySchema },
  responses: { ...jsonResult(MatrixSchema, "Rows by role, then purpose"), ...DENIALS },
});

const cell = createRoute({
  method: "get",
  path: "/cells",
  security: BEARER,
  summary: "One cell of the matrix: every grant, what the ceiling cut, where it stands",
  request: { query: CellQuerySchema },
  responses: { ...jsonResult(CellSchema, "The cell"), ...DENIALS },
});

const who = createRoute({
  method: "get",
  path: "/who",
  security: BEARER,
  summary: "Who can see an element: roles, purposes, relations and people",
  request: { query: WhoQuerySchema },
  responses: { ...jsonResult(WhoSchema, "By element, role and purpose"), ...DENIALS },
});

const findings = createRoute({
  method: "get",
  path: "/findings",
  security: BEARER,
  summary: "What is odd about the policy: rules without effect, duties that are not apart",
  request: { query: FindingsQuerySchema },
  responses: { ...jsonResult(FindingsSchema, "Errors first, then by file and line"), ...DENIALS },
});

const withoutApproval = createRoute({
  method: "get",
  path: "/reach-without-approval",
  security: BEARER,
  summary: "Which roles reach which resource types without anybody's approval",
  request: { query: TypeReachQuerySchema },
  responses: { ...jsonResult(TypeReachSchema, "By resource type"), ...DENIALS },
});

/** Questions that the policy answers by itself, exactly; the roster adds who holds the roles. */
export function analysisRoutes({ pipeline, people, policyDesk }: ApiDeps) {
  return newRoutes()
    .openapi(matrix, (c) => {
      const asked = c.req.valid("query");
      return control(pipeline, c, needRules("api.policy.matrix"), async ({ policy }) => {
        const unknown = unknownIn(policy, asked);
        return unknown ?? { value: matrixPage(policy, asked) };
      });
    })
    .openapi(cell, (c) =>
      control(pipeline, c, needRules("api.policy.cell"), async ({ policy }) => {
        const asked = c.req.valid("query");
        const unknown = unknownIn(policy, asked);
        if (unknown !== null) return unknown;
        const found = cellsAt(policy, asked);
        return found === undefined ? because("not_found") : { value: presentCell(policy, found) };
      }),
    )
    .openapi(who, (c) => {
      const asked = c.req.valid("query");
      return control(pipeline, c, needRules("api.policy.who"), async (permitted) => {
        const { policy } = permitted;
        const indexes = policy.catalogue.select(asked.element);
        const unknown = unknownIn(policy, asked);
        if (indexes === undefined) return because("element_unknown", null, `\`${asked.element}\``);
        if (unknown !== null) return unknown;
        const named = mayName(permitted);
        const value = whoPage(policy, indexes, asked, holdersOf(await readRoster(people)), named);
        return { value, released: releasedWith(named) };
      });
    })
    .openapi(findings, (c) => {
      const { severity, role, ...page } = c.req.valid("query");
      return control(pipeline, c, needRules("api.policy.findings"), async (permitted) => {
        const { policy } = permitted;
        const unknown = unknownIn(policy, { role });
        if (unknown !== null) return unknown;
        const named = mayName(permitted);
        const roster = named ? (await readRoster(people)).filter(({ active }) => active) : [];
        const systems = new Set([policyDesk.system]);
        const all = lintPolicy(policy, { roster, systems });
        const shown = all
          .filter((finding) => severity === undefined || finding.severity === severity)
          .filter((finding) => role === undefined || finding.roles.includes(role));
        const { items, next } = pageOf(shown, keyOfFinding, page);
        const value = { counts: countsOf(all), findings: items.map(presentFinding), next };
        return { value, released: releasedWith(named) };
      });
    })
    .openapi(withoutApproval, (c) => {
      const { type } = c.req.valid("query");
      return control(pipeline, c, needRules("api.policy.reach-without-approval"), async ({ policy }) => {
        const unknown = unknownIn(policy, { type });
        if (unknown !== null) return unknown;
        const types = type === undefined ? undefined : [type];
        const reach = reachWithoutApproval(policy, types);
        return { value: { types: reach.map((one) => presentTypeReach(one, type !== undefined)) } };
      });
    });
}

function matrixPage(policy: CompiledPolicy, asked: z.infer<typeof MatrixQuerySchema>) {
  const { group, limit, after, ...names } = asked;
  const elements = policy.catalogue.elements.filter(
    (element) => group === undefined || element.group === group,
  );
  const filter = {
    ...filterOf(names),
    ...(group === undefined ? {} : { elements: new Set(elements.map(({ index }) => index)) }),
  };
  const { items, next } = pageOf(matrixOf(policy, filter), ({ role, purpose }) => `${role}/${purpose}`, {
    limit,
    after,
  });
  return presentMatrix(policy, elements, items, next);
}

function whoPage(
  policy: CompiledPolicy,
  indexes: readonly number[],
  { element, limit, after, ...names }: z.infer<typeof WhoQuerySchema>,
  holders: Holders,
  named: boolean,
) {
  const seers = indexes.flatMap((index) => {
    const id = policy.catalogue.elements[index]?.id ?? "";
    return whoSees(policy, index, filterOf(names)).map((seer) => ({ id, seer }));
  });
  const roles = [...new Set(seers.map(({ seer }) => seer.role))];
  const people = new Set(roles.flatMap((role) => (holders.get(role) ?? []).map(({ id }) => id))).size;
  const key = ({ id, seer }: (typeof seers)[number]): string => `${id}/${seer.role}/${seer.purpose}`;
  const { items, next } = pageOf(seers, key, { limit, after });
  return {
    sentence: whoSentence(element, roles.length, people),
    seers: items.map(({ id, seer }) => presentSeer(policy, id, seer, holders, named)),
    people,
    next,
  };
}

function whoSentence(element: string, roles: number, people: number): string {
  if (roles === 0) return `Nobody sees \`${element}\` by a standing grant.`;
  const who = `${people} ${people === 1 ? "person" : "people"} in ${roles} ${roles === 1 ? "role" : "roles"}`;
  return `${who} can see \`${element}\` by a standing grant, of the patients that their relations reach.`;
}

function filterOf({
  role,
  purpose,
  segment,
}: {
  readonly role?: string | undefined;
  readonly purpose?: string | undefined;
  readonly segment?: string | undefined;
}): CellFilter {
  return {
    ...(role === undefined ? {} : { role }),
    ...(purpose === undefined ? {} : { purpose }),
    ...(segment === undefined ? {} : { segment }),
  };
}

function keyOfFinding({ id, at, sentence }: Finding): string {
  return [id, at === null ? "" : `${at.file}:${at.line}`, sentence].join(" ").slice(0, 400);
}

function countsOf(findings: readonly Finding[]) {
  const count = (severity: Finding["severity"]): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return { error: count("error"), warning: count("warning"), info: count("info") };
}
