import type { RecordedRelease } from "../../../audit/types.ts";
import type { Reason } from "../../../decision/types.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import type { Answer, Asked, Permitted } from "../../../pipeline.ts";
import type { GatewayParts } from "../deps.ts";
import { permittedTo } from "../permitted-to.ts";
import type { FhirAnswer } from "../question.ts";
import { because } from "../reasons.ts";
import { replyWith } from "../reply.ts";
import type { Ask } from "../task.ts";
import { afterwards, answerOf, recordIntent, refusedBy } from "../write/commit.ts";
import type { Judged, Writer } from "../write/judge.ts";
import { judge } from "../write/perform.ts";
import { withKnownReferences } from "../write/references.ts";
import { typeFault } from "../write/task.ts";
import { responseBundle, responseOf } from "./responses.ts";
import { ofEntry } from "./writes.ts";
import type { EntryWrite, Transaction } from "./writes.ts";
import { Written } from "../record/written.ts";

export interface TransactionAsk extends Transaction {
  readonly asked: Asked;
  /** For what is read after the writes: each by itself. */
  readonly ask: Ask;
}

interface JudgedEntry {
  readonly entry: EntryWrite;
  readonly judged: Judged;
}

/** How often a transaction is judged anew when a record of it was changed in between. */
const ATTEMPTS = 2;

/**
 * Judges every write, records that they will be made, and tells the upstream all of them in one transaction: one
 * refusal refuses the whole. Rules GW-177 to GW-181.
 */
export async function performTransaction(
  parts: GatewayParts,
  transaction: TransactionAsk,
  permitted: Permitted,
): Promise<Answer<FhirAnswer> | Reason> {
  const reading = permittedTo(permitted, "read");
  for (let attempt = 1; ; attempt++) {
    const judged = await judgeAll(parts, transaction.writes, permitted, reading);
    if (!judged.ok) return judged.error;
    const changes = judged.value.filter(({ judged: one }) => one.verb !== "nothing");
    const ids = changes.length === 0 ? [] : await commit(parts, transaction, permitted, changes);
    if ("code" in ids) {
      if (ids.code !== "write_conflict" || attempt === ATTEMPTS) return ids;
      continue;
    }
    return answer(
      parts,
      transaction,
      reading,
      judged.value,
      new Map(changes.map((one, at) => [one, ids[at]])),
    );
  }
}

/** Creations under a condition come first: what they find is what others refer to. */
async function judgeAll(
  parts: GatewayParts,
  writes: readonly EntryWrite[],
  permitted: Permitted,
  reading: Permitted,
): Promise<Result<readonly JudgedEntry[], Reason>> {
  const known = new Map<string, string>();
  const made = new Set<string>();
  for (const { fullUrl, ask } of writes) {
    if (fullUrl === null) continue;
    if (ask.id !== null) known.set(fullUrl, `${ask.type}/${ask.id}`);
    else if (ask.verb === "create") made.add(fullUrl);
  }
  const first = (entry: EntryWrite): number =>
    Number(entry.ask.verb !== "create" || entry.ask.criteria.length === 0);
  const all: JudgedEntry[] = [];
  for (const entry of writes.toSorted((a, b) => first(a) - first(b))) {
    const writing = permittedTo(permitted, entry.ask.verb);
    const writer: Writer = { parts, reading, writing, made };
    const judged = await judgeEntry(writer, entry, known);
    if (!judged.ok) return err(ofEntry(entry.at, judged.error));
    const { verb, type, id } = judged.value;
    if (entry.fullUrl !== null && verb === "nothing") {
      made.delete(entry.fullUrl);
      known.set(entry.fullUrl, `${type}/${id ?? ""}`);
    }
    all.push({ entry, judged: judged.value });
  }
  return ok(all.toSorted((a, b) => a.entry.at - b.entry.at));
}

async function judgeEntry(
  writer: Writer,
  { ask }: EntryWrite,
  known: ReadonlyMap<string, string>,
): Promise<Result<Judged, Reason>> {
  const { decision } = writer.writing;
  if (decision.outcome === "deny") return err(decision.reasons[0] ?? because("no_grant"));
  const fault = typeFault(writer.writing, ask.type);
  if (fault !== null) return err(fault);
  return judge(writer, {
    ...ask,
    bodyOf: (shown) => {
      const body = ask.bodyOf(shown);
      return body.ok && body.value !== null ? ok(withKnownReferences(body.value, known)) : body;
    },
  });
}

/** The ids of the records that were written, in order, or why nothing was. */
async function commit(
  parts: GatewayParts,
  { asked }: TransactionAsk,
  permitted: Permitted,
  changes: readonly JudgedEntry[],
): Promise<readonly string[] | Reason> {
  const { writes } = parts;
  if (writes === null) return because("interaction_not_supported", "`fhir.transaction`");
  const judged = changes.map((change) => change.judged);
  const unrecorded = await recordIntent(parts, asked, permitted, judged);
  if (unrecorded !== null) return unrecorded;
  const outcome = await writes.transaction({
    resourceType: "Bundle",
    type: "transaction",
    entry: changes.map(upstreamEntry),
  });
  if (outcome.kind !== "done") return refusedBy(parts, outcome);
  return judged.map(({ id }, at) => id ?? outcome.ids[at] ?? "");
}

function upstreamEntry({ entry: { fullUrl }, judged }: JudgedEntry): JsonObject {
  const { verb, type, id, record, version } = judged;
  const method = verb === "delete" ? "DELETE" : id === null ? "POST" : "PUT";
  return {
    ...(fullUrl === null || id !== null ? {} : { fullUrl }),
    ...(record === null ? {} : { resource: record }),
    request: {
      method,
      url: id === null ? type : `${type}/${id}`,
      ...(version === null ? {} : { ifMatch: `W/"${version}"` }),
    },
  };
}

async function answer(
  parts: GatewayParts,
  { writes, reads, ask, size }: TransactionAsk,
  reading: Permitted,
  all: readonly JudgedEntry[],
  ids: ReadonlyMap<JudgedEntry, string | undefined>,
): Promise<Answer<FhirAnswer>> {
  const entries: JsonObject[] = Array.from({ length: size }, () => ({}));
  const releases: RecordedRelease[] = [];
  for (const one of all) {
    const { judged, entry } = one;
    const id = judged.id ?? ids.get(one) ?? "";
    const isDone = judged.verb !== "nothing" && id !== "";
    const after = isDone ? await afterwards(parts, reading, judged, id) : judged.before;
    const written = answerOf(parts, reading, judged, { id, after }, entry.ask.prefer);
    releases.push(written.release);
    entries[entry.at] = responseOf(replyWith(written.value, ""));
  }
  for (const { at, question } of reads) entries[at] = responseOf(await ask(question));
  const release = writes.length === 0 ? NOTHING : together(releases);
  return {
    value: { status: 200, resource: Written.ofObject(responseBundle("transaction", entries)), etag: null },
    release,
  };
}

const NOTHING: RecordedRelease = {
  outcome: "permit",
  reason: null,
  rules: [],
  grantIds: [],
  patients: [],
  records: [],
  released: [],
  withheldCount: 0,
};

function together(releases: readonly RecordedRelease[]): RecordedRelease {
  const permits = releases.filter((release) => release.outcome === "permit");
  const all = (list: (one: (typeof permits)[number]) => readonly string[]): readonly string[] =>
    [...new Set(permits.flatMap(list))].toSorted();
  return {
    outcome: "permit",
    reason: null,
    rules: all(({ rules }) => rules),
    grantIds: all(({ grantIds }) => grantIds),
    patients: all(({ patients }) => patients),
    records: all(({ records }) => records),
    released: all(({ released }) => released),
    withheldCount: Math.max(0, ...permits.map(({ withheldCount }) => withheldCount)),
    changes: all(({ changes = [] }) => changes),
  };
}
