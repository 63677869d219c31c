import type { Asked } from "../../../pipeline.ts";
import type { GatewayParts } from "../deps.ts";
import type { HttpQuestion, HttpReply } from "../question.ts";
import { because } from "../reasons.ts";
import { denialWith, replyWith } from "../reply.ts";
import type { InteractionOf } from "../route.ts";
import { askedOf, refusing } from "../task.ts";
import type { Ask, Incoming, Task } from "../task.ts";
import { readRecordBody } from "../write/body.ts";
import { entriesOf } from "./entries.ts";
import type { Entry } from "./entries.ts";
import { responseBundle, responseOf } from "./responses.ts";
import { transactionTask } from "./transaction-task.ts";
import { Written } from "../record/written.ts";

/** The rule of `POST /`: a batch, whose entries stand each for itself, or a transaction. FHIR R4 http, 3.1.0.11. */
export async function batchTask(
  parts: GatewayParts,
  { question, interaction }: Incoming<InteractionOf<"fhir.batch">>,
): Promise<Task> {
  const refused = (detail: string): Task => refusing(question, interaction, because("bad_request", detail));
  const body = await readRecordBody(question);
  if (!body.ok) return refusing(question, interaction, body.error.reason, body.error.status);
  const { resourceType, type } = body.value;
  if (resourceType !== "Bundle" || (type !== "batch" && type !== "transaction"))
    return refused("the body is neither a batch nor a transaction");
  const entries = entriesOf(body.value, question, { url: parts.baseUrl, path: parts.basePath });
  if (!entries.ok) return refused(entries.error);
  const asked = askedOf(question, interaction, null);
  if (type === "transaction") return transactionTask(parts, asked, entries.value);
  return { kind: "open", answer: (ask) => answerBatch(parts, asked, entries.value, ask) };
}

/**
 * Asks each entry by itself, one after the other: it is identified, decided and recorded as if it had come alone, so
 * the batch has no entry of its own. Who is nobody is told so once.
 */
async function answerBatch(
  { pipeline }: GatewayParts,
  asked: Asked,
  entries: readonly Entry[],
  ask: Ask,
): Promise<HttpReply> {
  const caller = await pipeline.identify(asked.credentials);
  if (!caller.ok) {
    const release = { outcome: "deny", reason: caller.error } as const;
    const entryId = await pipeline.record(null, asked, null, release).catch(() => null);
    return denialWith([because(entryId === null ? "record_unavailable" : caller.error)], entryId);
  }
  const answers = await oneByOne(
    entries.map(({ question }) => question),
    ask,
  );
  const entryId = answers.map(({ headers }) => headers["x-request-id"]).find((id) => id !== undefined);
  if (entryId === undefined) return denialWith([because("record_unavailable")], null);
  const resource = Written.ofObject(responseBundle("batch", answers.map(responseOf)));
  return replyWith({ status: 200, resource, etag: null }, entryId);
}

/** In order, so that a later entry finds what an earlier one wrote. */
export async function oneByOne(questions: readonly HttpQuestion[], ask: Ask): Promise<readonly HttpReply[]> {
  const answers: HttpReply[] = [];
  for (const question of questions) answers.push(await ask(question));
  return answers;
}
