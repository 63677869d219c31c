import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { z } from "zod";
import { consoleCookies } from "../../identity/sessions/cookie.ts";
import type { Credentials } from "../../identity/types.ts";
import { REASONS } from "../../kernel/reasons.ts";
import { ok, type Result } from "../../kernel/result.ts";
import { evaluateBatch } from "./batch.ts";
import { evaluate } from "./evaluate.ts";
import {
  actionSearchSchema,
  evaluationSchema,
  evaluationsSchema,
  resourceSearchSchema,
  subjectSearchSchema,
} from "./messages.ts";
import { metadataOf } from "./metadata.ts";
import type { PdpDeps } from "./ports.ts";
import { readBody } from "./read-body.ts";
import { refuseCaller, type Refused } from "./refuse.ts";
import { searchActions } from "./search-action.ts";
import { searchResources } from "./search-resource.ts";
import { searchSubjects } from "./search-subject.ts";

/** Bytes; a batch of a hundred evaluations with their properties fits. */
const LONGEST_BODY = 512 * 1024;
const REQUEST_ID = /^[\x21-\x7e]{1,200}$/;
const CHANNEL = "pdp";

type Answered = Result<object, Refused>;
type Read = Result<Answered, string>;

/** The OpenID AuthZEN Authorization API 1.0 over HTTP (section 10): rules PDP-… in SPEC.md. */
export function createPdp(deps: PdpDeps): Hono {
  const app = new Hono();
  app.use("*", async (c, next) => {
    const requestId = c.req.header("x-request-id");
    if (requestId !== undefined && REQUEST_ID.test(requestId)) c.header("X-Request-ID", requestId);
    c.header("Cache-Control", "no-store");
    await next();
  });
  app.get("/.well-known/authzen-configuration", (c) =>
    c.json(metadataOf(deps.baseUrl(), deps.accessRequestUrl)),
  );
  app.use(
    "/access/v1/*",
    bodyLimit({ maxSize: LONGEST_BODY, onError: (c) => message(c, 413, "the body is too long") }),
  );
  for (const [path, answer] of Object.entries(operations(deps))) {
    app.post(`/access/v1/${path}`, (c) => handle(deps, c, `pdp.${path.replace("/", ".")}`, answer));
    app.all(`/access/v1/${path}`, (c) => {
      c.header("Allow", "POST");
      return message(c, 405, "only POST is served");
    });
  }
  app.notFound((c) => message(c, 404, "there is no such endpoint"));
  app.onError((_fault, c) => message(c, 500, "something went wrong here"));
  return app;
}

type Operation = (c: Context, credentials: Credentials) => Promise<Read>;

function operations(deps: PdpDeps): Readonly<Record<string, Operation>> {
  const reading =
    <T>(schema: z.ZodType<T>, answer: (credentials: Credentials, asked: T) => Promise<Answered>): Operation =>
    async (c, credentials) => {
      const body = await readBody(c, schema);
      return body.ok ? ok(await answer(credentials, body.value)) : body;
    };
  const single = reading(evaluationSchema, (who, asked) => evaluate(deps, who, asked));
  return {
    evaluation: single,
    evaluations: async (c, who) => {
      const batch = await readBody(c, evaluationsSchema);
      if (!batch.ok) return batch;
      const { evaluations = [] } = batch.value;
      if (evaluations.length > 0) return ok(await evaluateBatch(deps, who, { ...batch.value, evaluations }));
      return single(c, who);
    },
    "search/subject": reading(subjectSearchSchema, (who, asked) => searchSubjects(deps, who, asked)),
    "search/resource": reading(resourceSearchSchema, (who, asked) => searchResources(deps, who, asked)),
    "search/action": reading(actionSearchSchema, (who, asked) => searchActions(deps, who, asked)),
  };
}

/** Who cannot be identified learns nothing of what is wrong with the question. */
async function handle(
  { pipeline }: PdpDeps,
  c: Context,
  interaction: string,
  operation: Operation,
): Promise<Response> {
  const credentials = credentialsOf(c);
  const caller = await pipeline.identify(credentials);
  if (!caller.ok) return refusal(c, await refuseCaller(pipeline, credentials, interaction, caller.error));
  const read = await operation(c, credentials);
  if (!read.ok) return message(c, 400, read.error);
  return read.value.ok ? c.json(read.value.value) : refusal(c, read.value.error);
}

function refusal(c: Context, { reason, status, detail }: Refused): Response {
  if (status === 401) c.header("WWW-Authenticate", 'Bearer realm="modicum"');
  const { title, next } = REASONS[reason];
  return message(c, status, `${detail === "" ? title : `${title}: ${detail}`}. ${next}`);
}

/** The body of an error is a string (section 10.1.1). */
function message(c: Context, status: number, text: string): Response {
  return c.json(text, status as ContentfulStatusCode);
}

function credentialsOf(c: Context): Credentials {
  return {
    authorization: c.req.header("authorization"),
    session: consoleCookies((name) => c.req.header(name)),
    purposeHeader: c.req.header("x-purpose-of-use"),
    caseHeader: c.req.header("x-case"),
    deviceHeader: c.req.header("modicum-device"),
    channel: CHANNEL,
  };
}
