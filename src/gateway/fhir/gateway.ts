import type { IncomingMessage, ServerResponse } from "node:http";
import type { Reason } from "../../decision/types.ts";
import { AppError } from "../../kernel/errors.ts";
import { enforce } from "../../pipeline.ts";
import type { Answer, Permitted } from "../../pipeline.ts";
import { compress } from "./compress.ts";
import { partsOf } from "./deps.ts";
import type { FhirGatewayDeps, GatewayParts } from "./deps.ts";
import { questionOf, sendReply } from "./node-http.ts";
import { prepare } from "./prepare.ts";
import type { FhirAnswer, HttpQuestion, HttpReply } from "./question.ts";
import { because } from "./reasons.ts";
import { denialWith, replyWith } from "./reply.ts";
import { wary } from "./strangers.ts";
import type { Ask, Task } from "./task.ts";

/** The FHIR gateway over node:http, for every request below the path of `baseUrl`. Rules GW-… in SPEC.md. */
export function createFhirGateway(
  deps: FhirGatewayDeps,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const answer = createFhirAnswerer(deps);
  return async (request, response) => {
    const question = questionOf(request);
    const reply = await answer(wary(question, deps.pipeline));
    const isCompressed = deps.compresses === true && question.method !== "HEAD";
    const sent = isCompressed ? await compress(reply, question.headers["accept-encoding"]) : reply;
    sendReply(request, response, sent);
  };
}

/** The same without a socket: one question, one reply. Never rejects. */
export function createFhirAnswerer(deps: FhirGatewayDeps): (question: HttpQuestion) => Promise<HttpReply> {
  const parts = partsOf(deps);
  const ask: Ask = async (question) => {
    try {
      return await replyTo(parts, await prepare(parts, question), ask);
    } catch {
      return denialWith([because("evaluation_error")], null);
    }
  };
  return ask;
}

async function replyTo(parts: GatewayParts, task: Task, ask: Ask): Promise<HttpReply> {
  if (task.kind === "open") return task.answer(ask);
  const enforced = await enforce(parts.pipeline, task.asked, (permitted) =>
    perform(parts, task, permitted, ask),
  );
  if (enforced.kind === "answered") {
    const { value, entryId } = enforced;
    return (await finish(parts, task, entryId))
      ? replyWith(value, entryId)
      : denialWith([because("evaluation_error")], entryId);
  }
  const isRefusal = task.kind === "refuse" && enforced.reasons[0] === task.reason;
  return denialWith(enforced.reasons, enforced.entryId, isRefusal ? task.status : undefined);
}

/** Whether what comes after the entry was done. Where it was not, the denial still names the entry that is there. */
async function finish(
  parts: GatewayParts,
  task: Exclude<Task, { readonly kind: "open" }>,
  entryId: string,
): Promise<boolean> {
  try {
    if (task.kind === "perform") await task.afterwards?.(entryId);
    return true;
  } catch (fault) {
    if (fault instanceof AppError) parts.onFault(fault);
    return false;
  }
}

/** INVARIANT: an upstream's fault becomes one constant reason; its text goes to the operator. */
async function perform(
  parts: GatewayParts,
  task: Exclude<Task, { readonly kind: "open" }>,
  permitted: Permitted,
  ask: Ask,
): Promise<Answer<FhirAnswer> | Reason> {
  if (task.kind === "refuse") return task.reason;
  try {
    return await task.perform(permitted, ask);
  } catch (fault) {
    if (!(fault instanceof AppError) || !fault.code.startsWith("upstream_")) throw fault;
    parts.onFault(fault);
    return because("upstream_unavailable");
  }
}
