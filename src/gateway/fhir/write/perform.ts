import type { Reason } from "../../../decision/types.ts";
import { err } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import type { Answer, Permitted } from "../../../pipeline.ts";
import type { GatewayParts } from "../deps.ts";
import { isUnchanged } from "../etag.ts";
import { permittedTo } from "../permitted-to.ts";
import type { FhirAnswer } from "../question.ts";
import { because, NOT_FOUND } from "../reasons.ts";
import type { Shown } from "../record/shown.ts";
import type { WriteAsk } from "./ask.ts";
import { afterwards, answerOf, recordIntent, refusedBy, send, tagOf } from "./commit.ts";
import { matchOf, readsOnlyWhatIsKept } from "./criteria.ts";
import { findRecord, notFound } from "../find.ts";
import type { Found } from "../find.ts";
import { judgeCreate } from "./judge-create.ts";
import { judgeDelete, judgeUpdate } from "./judge.ts";
import type { Judged, Writer } from "./judge.ts";

/** How often a write is judged anew when the record was changed in between. */
const ATTEMPTS = 2;

/** Judges a write, records that it will be made, makes it, and answers with what is shown of it then. */
export async function performWrite(
  parts: GatewayParts,
  ask: WriteAsk,
  permitted: Permitted,
): Promise<Answer<FhirAnswer> | Reason> {
  const { writes } = parts;
  if (writes === null) return because("interaction_not_supported");
  const writer: Writer = {
    parts,
    writing: permitted,
    reading: permittedTo(permitted, "read"),
    made: new Set(),
  };
  for (let attempt = 1; ; attempt++) {
    const judged = await judge(writer, ask);
    if (!judged.ok) return judged.error;
    const { verb, id } = judged.value;
    if (verb === "nothing") {
      const shown = { id: id ?? "", after: judged.value.before };
      return answerOf(parts, writer.reading, judged.value, shown, ask.prefer);
    }
    const unrecorded = await recordIntent(parts, ask.asked, permitted, [judged.value]);
    if (unrecorded !== null) return unrecorded;
    const outcome = await send(writes, judged.value);
    if (outcome.kind === "done") {
      const after = await afterwards(parts, writer.reading, judged.value, outcome.id);
      return answerOf(parts, writer.reading, judged.value, { id: outcome.id, after }, ask.prefer);
    }
    if (outcome.kind !== "conflict" || attempt === ATTEMPTS) return refusedBy(parts, outcome);
  }
}

/** Judges one write; criteria are looked for first. */
export async function judge(writer: Writer, ask: WriteAsk): Promise<Result<Judged, Reason>> {
  const since = performance.now();
  if (ask.verb === "create") return judgeNew(writer, ask);
  const { parts, reading } = writer;
  const id = ask.id ?? (await idByCriteria(writer, ask));
  if (typeof id === "object" && id !== null) return err(id);
  if (id === null && ask.verb === "update") return judgeUnmatched(writer, ask);
  const found = id === null ? null : await findRecord(parts, reading, ask.type, id);
  if (found === null) {
    await notFound(parts, ask.type, id ?? "", since);
    return err(NOT_FOUND);
  }
  if (!holdsCondition(parts, ask, found.shown)) return err(because("precondition_failed"));
  if (ask.verb === "delete") return judgeDelete(writer, found);
  return judgeBody(writer, ask, found);
}

async function judgeBody(writer: Writer, ask: WriteAsk, found: Found): Promise<Result<Judged, Reason>> {
  const body = ask.bodyOf(found.shown);
  if (!body.ok) return body;
  const { id: named = found.shown.id } = body.value ?? {};
  return judgeUpdate(writer, found, { ...body.value, id: named });
}

/** The id that the criteria find, null for none, or why not. */
async function idByCriteria({ parts, writing }: Writer, ask: WriteAsk): Promise<string | null | Reason> {
  const match = await matchOf(parts, writing, {
    question: ask.question,
    type: ask.type,
    pairs: ask.criteria,
  });
  return match.ok ? match.value : match.error;
}

/** `If-None-Exist`: the record that is there is answered with, and nothing is made. FHIR R4 http, 3.1.0.8.1. */
async function judgeNew(writer: Writer, ask: WriteAsk): Promise<Result<Judged, Reason>> {
  const { parts, reading } = writer;
  const body = ask.bodyOf(null);
  if (!body.ok) return body;
  if (ask.criteria.length > 0) {
    const criteria = { question: ask.question, type: ask.type, pairs: ask.criteria };
    if (!readsOnlyWhatIsKept(writer.writing, criteria))
      return err(because("parameter_not_permitted", "in `If-None-Exist`"));
    const match = await matchOf(parts, writer.writing, criteria);
    if (!match.ok) return match;
    const found = match.value === null ? null : await findRecord(parts, reading, ask.type, match.value);
    if (found !== null) return { ok: true, value: alreadyThere(found) };
  }
  return judgeCreate(writer, ask.type, body.value ?? {});
}

function alreadyThere({ shown }: Found): Judged {
  const { type, id, patients } = shown.facts;
  return {
    verb: "nothing",
    type,
    id,
    record: null,
    version: null,
    patients,
    changed: [],
    rules: shown.view.rules,
    before: shown,
  };
}

/** A conditional update that finds nothing makes the record, when the caller may and names no id. */
async function judgeUnmatched(writer: Writer, ask: WriteAsk): Promise<Result<Judged, Reason>> {
  const writing = permittedTo(writer.writing, "create");
  const body = ask.bodyOf(null);
  const { decision } = writing;
  if (decision.outcome === "deny") return err(decision.reasons[0] ?? because("no_grant"));
  if (!body.ok || body.value === null || body.value["id"] !== undefined) return err(NOT_FOUND);
  return judgeCreate({ ...writer, writing }, ask.type, body.value);
}

/** RFC 9110 13.1: conditions read the record as it is shown. */
function holdsCondition(parts: GatewayParts, { ifMatch, ifNoneMatch }: WriteAsk, shown: Shown): boolean {
  const etag = tagOf(parts, shown);
  return (ifMatch === undefined || isUnchanged(ifMatch, etag)) && !isUnchanged(ifNoneMatch, etag);
}
