import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Reason } from "../../decision/types.ts";
import type { CompiledPolicy, PolicyFile } from "../../policy/types.ts";
import { accessCsv } from "../../posture/access-csv.ts";
import type { AccessReport, PersonAccess } from "../../posture/access-report.ts";
import { sampleOf } from "../../posture/sample.ts";
import { newRoutes } from "../app-routes.ts";
import { BEARER, DENIALS, jsonResult, obstaclesWith } from "../contract.ts";
import { asTyped, control, type ControlObstacle, givesElement } from "../control.ts";
import { invalidProblem } from "../policy-drafts/outcome.ts";
import { presentTestRun } from "../policy-drafts/presenter.ts";
import type { ApiDeps } from "../ports.ts";
import { PolicyProblemSchema } from "../policy-drafts/schema.ts";
import { pageOf } from "./page.ts";
import type { PolicyDesk, Reported } from "./ports.ts";
import {
  patientsNamed,
  presentAccess,
  presentImpact,
  presentPersonAccess,
  presentReach,
} from "./presenter-posture.ts";
import { controlReport, incompleteProblem } from "./report.ts";
import { needRules } from "./rules-routes.ts";
import {
  AccessQuerySchema,
  AccessReportSchema,
  ImpactAnswerSchema,
  ImpactSchema,
  PersonAccessAnswerSchema,
  ReachAnswerSchema,
  ReachQuerySchema,
  TestsAnswerSchema,
} from "./schema-posture.ts";
import { unknownIn, unlisted } from "./unknown-names.ts";

const POLICY_OBSTACLES = obstaclesWith(PolicyProblemSchema);

const tests = createRoute({
  method: "get",
  path: "/tests",
  security: BEARER,
  summary: "The tests of the policy in force, and what they cover",
  description: "202 with the progress while they run: ask again.",
  responses: { ...jsonResult(TestsAnswerSchema, "Results and coverage"), ...DENIALS, ...POLICY_OBSTACLES },
});

const reach = createRoute({
  method: "get",
  path: "/reach",
  security: BEARER,
  summary: "The part of all patients that each role and person can see something of now",
  description: "By standing grants and current relation facts. 503 when a source of it is not whole.",
  request: { query: ReachQuerySchema },
  responses: { ...jsonResult(ReachAnswerSchema, "Roles, findings, and a page of people"), ...DENIALS },
});

const access = createRoute({
  method: "get",
  path: "/access-report",
  security: BEARER,
  summary: "Who can access what: every person, role, purpose and element, and what belongs to nobody",
  description: "45 CFR 164.514(d)(2)(i). As JSON page by page, or whole as CSV.",
  request: { query: AccessQuerySchema },
  responses: {
    200: {
      description: "A page of people, or all of them as CSV",
      content: { "application/json": { schema: AccessReportSchema }, "text/csv": { schema: z.string() } },
    },
    ...DENIALS,
  },
});

const personAccess = createRoute({
  method: "get",
  path: "/people/{id}/access",
  security: BEARER,
  summary: "What one person can access",
  request: { params: z.object({ id: z.string().max(200) }) },
  responses: { ...jsonResult(PersonAccessAnswerSchema, "The person's roles and what they give"), ...DENIALS },
});

const impact = createRoute({
  method: "post",
  path: "/impact",
  security: BEARER,
  summary: "What a change of the policy does: cells, people and patients",
  description: "202 with the progress while it is counted: ask again. 422 when it does not compile.",
  request: { body: { content: { "application/json": { schema: ImpactSchema } }, required: true } },
  responses: { ...jsonResult(ImpactAnswerSchema, "Cells and effect"), ...DENIALS, ...POLICY_OBSTACLES },
});

function needReach(interaction: string) {
  return { interaction, capability: "read", element: "policy.reach" } as const;
}

/** Whom the policy lets reach whom, whether it is tested, and what a change of it would do. */
export function postureRoutes(deps: ApiDeps) {
  const { pipeline, policyDesk: desk } = deps;
  return newRoutes()
    .openapi(tests, (c) =>
      controlReport(
        deps,
        c,
        needRules("api.policy.tests"),
        () => desk.tests(),
        (run) => (run.ok ? { value: presentTestRun(run.value) } : { problem: invalidProblem(run.error) }),
      ),
    )
    .openapi(reach, (c) => {
      const { role, after, limit, ...asked } = c.req.valid("query");
      return controlReport(
        deps,
        c,
        needReach("api.policy.reach"),
        async ({ policy }) => unknownName(policy, { role }) ?? askReach(desk, policy, asked),
        (report) => {
          const some = report.people.filter(({ roles }) => role === undefined || roles.includes(role));
          return {
            value: presentReach(
              report,
              pageOf(some, ({ person }) => person, { after, limit }),
            ),
          };
        },
      );
    })
    .openapi(access, (c) => {
      const asked = c.req.valid("query");
      return asked.format === "csv" ? accessAsCsv(deps, c, asked) : accessAsJson(deps, c, asked);
    })
    .openapi(personAccess, (c) =>
      control(pipeline, c, needReach("api.policy.person-access"), async ({ policy }) => {
        const found = await desk.accessOf(c.req.valid("param").id);
        return found === undefined
          ? unlisted("person", "GET /api/v1/policy/access")
          : { value: presentPersonAccess(policy, found) };
      }),
    )
    .openapi(impact, (c) => {
      const asked = c.req.valid("json");
      return controlReport(
        deps,
        c,
        needReach("api.policy.impact"),
        (permitted) => askImpact(desk, asked, givesElement(permitted, "policy.drafts")),
        (counted, permitted) => {
          const withPatients = givesElement(permitted, "record.patients");
          return {
            value: presentImpact(counted, withPatients),
            patients: withPatients ? patientsNamed(counted) : [],
            released: releasedBy(asked, withPatients),
          };
        },
      );
    });
}

function releasedBy(asked: z.infer<typeof ImpactSchema>, withPatients: boolean): readonly string[] {
  const draft = "draft" in asked ? ["policy.drafts"] : [];
  return ["policy.reach", ...draft, ...(withPatients ? ["record.patients"] : [])];
}

async function askReach(
  desk: PolicyDesk,
  policy: CompiledPolicy,
  { element, share, wide, chartless }: Omit<z.infer<typeof ReachQuerySchema>, "role" | "after" | "limit">,
) {
  const indexes = element === undefined ? null : policy.catalogue.select(element);
  if (indexes === undefined)
    return notFound("`element` names nothing of the catalogue; `GET /api/v1/policy/elements` lists it");
  const elements = indexes?.map((index) => policy.catalogue.elements[index]?.id ?? "") ?? null;
  const limits = {
    share,
    wide: namesIn(wide),
    chartless: chartless === undefined ? null : namesIn(chartless),
  };
  const unknown = unknownName(policy, {
    wide: limits.wide,
    chartless: limits.chartless ?? [],
  });
  return unknown ?? desk.reach({ elements, limits });
}

async function askImpact(desk: PolicyDesk, asked: z.infer<typeof ImpactSchema>, mayReadDrafts: boolean) {
  const change =
    "draft" in asked
      ? { after: mayReadDrafts ? await desk.filesOfDraft(asked.draft) : undefined, before: undefined }
      : {
          after: filesIn(asked.files),
          before: asked.before === undefined ? undefined : filesIn(asked.before),
        };
  const { after, before } = change;
  if (after === undefined)
    return notFound("there is no such draft for you", "`GET /api/v1/policy/drafts` lists those there are.");
  const counted = await desk.impact({ after, before });
  return counted.kind === "invalid" ? { problem: invalidProblem(counted.diagnostics) } : counted;
}

function filesIn(files: Readonly<Record<string, string>>): readonly PolicyFile[] {
  const listed = Object.entries(files).map(([path, text]) => ({ path, text }));
  return listed.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function namesIn(list: string): readonly string[] {
  return list
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** The same of a report, whose obstacles are problems. */
function unknownName(policy: CompiledPolicy, names: Parameters<typeof unknownIn>[1]) {
  const unknown = unknownIn(policy, names);
  return unknown === null ? null : notFound(unknown.detail);
}

function notFound(title: string, next = "Check the spelling."): ControlObstacle {
  const type = "https://modicum.dev/errors/not_found";
  return { problem: { type, title, status: 404, code: "not_found", next } };
}

type AccessAsked = z.infer<typeof AccessQuerySchema>;

function peopleIn(report: AccessReport, { role, sample, seed }: AccessAsked): readonly PersonAccess[] {
  const some = report.people.filter(
    ({ roles, unknownRoles }) =>
      role === undefined || unknownRoles.includes(role) || roles.some((held) => held.role === role),
  );
  return sample === undefined ? some : sampleOf(some, sample, seed);
}

/** A role that the policy does not have and somebody holds can be asked for: it is what an orphan is found by. */
function unknownRole(policy: CompiledPolicy, { people }: AccessReport, { role }: AccessAsked): Reason | null {
  const isHeld = people.some(({ unknownRoles }) => unknownRoles.some((held) => held === role));
  return isHeld ? null : unknownIn(policy, { role });
}

/** What a report that is made at once came to. */
function atOnce<T>(reported: Reported<T>): { readonly value: T } | ControlObstacle {
  if (reported.kind === "ready") return { value: reported.value };
  return { problem: incompleteProblem(reported.kind === "incomplete" ? reported.gaps : []) };
}

function accessAsJson({ pipeline, policyDesk }: ApiDeps, c: Context, asked: AccessAsked) {
  return control(pipeline, c, needReach("api.policy.access"), async ({ policy }) => {
    const report = atOnce(await policyDesk.access());
    if ("problem" in report) return report;
    const unknown = unknownRole(policy, report.value, asked);
    if (unknown !== null) return unknown;
    const people = peopleIn(report.value, asked);
    const page = pageOf(people, ({ person }) => person, asked);
    return {
      value: presentAccess(policy, report.value, { count: people.length, asked: asked.sample }, page),
    };
  });
}

/** The whole report, line by line: it is recorded before the first of them leaves. */
async function accessAsCsv({ pipeline, policyDesk }: ApiDeps, c: Context, asked: AccessAsked) {
  let people: readonly PersonAccess[] | null = null;
  const response = await control<z.infer<typeof AccessReportSchema>>(
    pipeline,
    c,
    needReach("api.policy.access"),
    async ({ policy }) => {
      const report = atOnce(await policyDesk.access());
      if ("problem" in report) return report;
      const unknown = unknownRole(policy, report.value, asked);
      if (unknown !== null) return unknown;
      people = peopleIn(report.value, asked);
      const none = { items: [], next: null };
      return {
        value: presentAccess(policy, report.value, { count: people.length, asked: asked.sample }, none),
      };
    },
  );
  const asMade = response as unknown as Response;
  if (people === null || asMade.status !== 200) return response;
  const headers = new Headers(asMade.headers);
  headers.set("Content-Type", "text/csv; charset=utf-8");
  headers.set("Content-Disposition", 'attachment; filename="who-can-access.csv"');
  return asTyped<z.infer<typeof AccessReportSchema>>(
    new Response(streamOf(accessCsv(people, asked.sample)), { headers }),
  );
}

function streamOf(lines: Iterable<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const iterator = lines[Symbol.iterator]();
  return new ReadableStream({
    pull(controller) {
      const next = iterator.next();
      if (next.done === true) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
  });
}
