import { createHash } from "node:crypto";
import type { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { because } from "../../decision/reasons.ts";
import type { Reason } from "../../decision/types.ts";
import { KINDS, kindOf } from "../../governance/evidence/kinds.ts";
import { queryIn } from "../../governance/evidence/query.ts";
import type { Artifact } from "../../governance/evidence/types.ts";
import type { Permitted } from "../../pipeline.ts";
import { newRoutes } from "../app-routes.ts";
import { control, type ControlAnswer, type ControlNeed, type ControlObstacle } from "../control.ts";
import { isoTime } from "../iso-time.ts";
import type { ApiDeps } from "../ports.ts";
import { buildOf } from "./build.ts";
import { buildRoute, contentRoute, kindsRoute, listRoute, readRoute, rerunRoute } from "./contract.ts";
import type { EvidenceDesk } from "./ports.ts";
import { EVIDENCE, lackingFor, lackingToRead, mayKnowPatients } from "./rights.ts";
import type { ArtifactSchema, ArtifactsQuerySchema, ArtifactsSchema, RerunSchema } from "./schema.ts";

type Deps = Pick<ApiDeps, "pipeline" | "evidence">;

/** Evidence: artifacts, each with its hash, source query, time and preparer (45 CFR 164.316(b)(1)(ii)). */
export function evidenceRoutes(deps: Deps) {
  const { pipeline, evidence: desk } = deps;
  return newRoutes()
    .openapi(kindsRoute, (c) =>
      control(pipeline, c, needOf("kinds"), async (permitted) => ({
        value: {
          kinds: KINDS.map(({ id, title, shows, state, narrows, samples }) => {
            const yours = lackingFor(permitted, { kind: id, asOf: 0 }) === null;
            return { id, title, shows, state, narrows, samples, yours };
          }),
        },
      })),
    )
    .openapi(listRoute, (c) =>
      control(pipeline, c, needOf("list"), async (permitted) => ({
        value: await page(desk, c.req.valid("query"), permitted),
      })),
    )
    .openapi(buildRoute, (c) => {
      const asked = c.req.valid("json");
      const need = { ...needOf("build"), capability: "create", query: JSON.stringify(asked) } as const;
      return control(pipeline, c, need, async (permitted) => {
        const build = buildOf(asked, permitted.now);
        if ("problem" in build) return build;
        const lacking = build.queries
          .map((query) => lackingFor(permitted, query))
          .find((one) => one !== null);
        if (lacking !== undefined) return lacking;
        const job = await desk.begin(build, permitted.caller);
        const kinds = build.queries.map(({ kind }) => kind).join(", ");
        return { value: { job, seed: build.seed }, changes: [`evidence begun: job/${job}: ${kinds}`] };
      });
    })
    .openapi(readRoute, (c) =>
      control(pipeline, c, needOf("read"), async (permitted) => {
        const found = await desk.store.find(c.req.valid("param").id);
        return found === undefined ? because("not_found") : { value: presented(found, permitted) };
      }),
    )
    .openapi(contentRoute, (c) => content(deps, c, c.req.valid("param").id))
    .openapi(rerunRoute, (c) => {
      const { id } = c.req.valid("param");
      return control(pipeline, c, needOf("rerun"), (permitted) => rerun(desk, id, permitted));
    });
}

function needOf(verb: string): ControlNeed {
  return { interaction: `api.evidence.${verb}`, capability: "read", element: EVIDENCE };
}

async function page(
  { store }: EvidenceDesk,
  { kind, preparedBy, from, until, after, limit }: z.infer<typeof ArtifactsQuerySchema>,
  permitted: Permitted,
): Promise<z.infer<typeof ArtifactsSchema>> {
  const found = await store.list({
    ...(kind === undefined ? {} : { kind }),
    ...(preparedBy === undefined ? {} : { preparedBy }),
    ...(from === undefined ? {} : { from: Date.parse(from) }),
    ...(until === undefined ? {} : { until: Date.parse(until) }),
    ...(after === undefined ? {} : { after }),
    limit: limit + 1,
  });
  const shown = found.slice(0, limit);
  const next = found.length > limit ? (shown.at(-1)?.id ?? null) : null;
  return { artifacts: shown.map((one) => presented(one, permitted)), next };
}

/** The allow-list of what an artifact says of itself. */
function presented(artifact: Artifact, permitted: Permitted): z.infer<typeof ArtifactSchema> {
  const { query, wholeQuery, asOf, preparedAt, keepUntil, policyHash, entryId, elements, ...alike } =
    artifact;
  return {
    ...alike,
    query: mayKnowPatients(permitted) ? (wholeQuery ?? query) : query,
    asOf: isoTime(asOf),
    preparedAt: isoTime(preparedAt),
    keepUntil: isoTime(keepUntil),
    policy: policyHash,
    entry: entryId,
    yours: lackingToRead(permitted, { elements }) === null,
    repeatable: alike.kind !== "evidence-pack" && kindOf(alike.kind).repeatable,
  };
}

/** INVARIANT: the entry of the download is durable before the first byte, and the bytes are those of the hash. */
async function content({ pipeline, evidence: { store } }: Deps, c: Context, id: string): Promise<Response> {
  let found: { readonly artifact: Artifact; readonly bytes: Uint8Array } | null = null;
  const response = await control<string>(pipeline, c, needOf("download"), async (permitted) => {
    const artifact = await store.find(id);
    if (artifact === undefined) return because("not_found");
    const lacking = lackingToRead(permitted, artifact);
    if (lacking !== null) return lacking;
    const bytes = await store.content(id);
    if (bytes === undefined) return because("not_found");
    found = { artifact, bytes };
    return {
      value: "",
      released: [EVIDENCE, ...artifact.elements],
      changes: [`downloaded artifact ${id} sha256 ${artifact.sha256}`],
    };
  });
  const asMade = response as unknown as Response;
  if (found === null || asMade.status !== 200) return asMade;
  const { artifact, bytes } = found as { artifact: Artifact; bytes: Uint8Array };
  const headers = new Headers(asMade.headers);
  headers.set("Content-Type", artifact.mediaType);
  headers.set("Content-Disposition", `attachment; filename="${artifact.fileName}"`);
  headers.set("X-Content-SHA256", artifact.sha256);
  return new Response(Uint8Array.from(bytes), { headers });
}

async function rerun(
  desk: EvidenceDesk,
  id: string,
  permitted: Permitted,
): Promise<ControlAnswer<z.infer<typeof RerunSchema>> | ControlObstacle | Reason> {
  const artifact = await desk.store.find(id);
  if (artifact === undefined) return because("not_found");
  if (artifact.kind === "evidence-pack" || !kindOf(artifact.kind).repeatable || artifact.wholeQuery === null)
    return UNREPEATABLE;
  const query = queryIn(artifact.wholeQuery);
  const lacking = lackingFor(permitted, query);
  if (lacking !== null) return lacking;
  const produced = await desk.ask(query, permitted);
  if ("code" in produced) return produced;
  const now = createHash("sha256").update(produced.bytes).digest("hex");
  const same = now === artifact.sha256;
  return {
    value: {
      same,
      sha256: { prepared: artifact.sha256, now },
      items: { prepared: artifact.items, now: produced.items },
      at: isoTime(permitted.now),
    },
    released: [EVIDENCE],
    changes: [`asked again for artifact ${id}: ${same ? "same" : "different"}`],
  };
}

const UNREPEATABLE: ControlObstacle = {
  problem: {
    type: "https://modicum.dev/errors/input_invalid",
    title: "its bytes tell when they were made, so that asking again gives others",
    status: 422,
    code: "input_invalid",
    next: "Ask again for what it consists of.",
  },
};
