import { isResourceType } from "../../../catalogue/fhir-r4/definitions.ts";
import type { Reason } from "../../../decision/types.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import type { Asked } from "../../../pipeline.ts";
import type { GatewayParts } from "../deps.ts";
import { parseQuery } from "../query.ts";
import type { HttpQuestion } from "../question.ts";
import { because } from "../reasons.ts";
import { routeOf } from "../route.ts";
import type { Task } from "../task.ts";
import { readWrite } from "../write/ask.ts";
import type { WriteAsk, Writing } from "../write/ask.ts";
import type { Entry } from "./entries.ts";
import { ofEntry } from "./writes.ts";
import type { EntryWrite, Transaction } from "./writes.ts";
import { performTransaction } from "./transaction.ts";

const WRITES: ReadonlySet<string> = new Set(["fhir.create", "fhir.update", "fhir.patch", "fhir.delete"]);

/** The rule of a transaction. What of it cannot be read refuses the whole, with the entry's position. */
export async function transactionTask(
  parts: GatewayParts,
  asked: Asked,
  entries: readonly Entry[],
): Promise<Task> {
  const named = { ...asked, interaction: "fhir.transaction" };
  const read = await readTransaction(parts, entries);
  if (!read.ok) return { kind: "refuse", asked: named, reason: read.error, status: undefined };
  return {
    kind: "perform",
    asked: named,
    perform: (permitted, ask) => performTransaction(parts, { asked: named, ask, ...read.value }, permitted),
  };
}

async function readTransaction(
  parts: GatewayParts,
  entries: readonly Entry[],
): Promise<Result<Transaction, Reason>> {
  const writes: EntryWrite[] = [];
  const reads: Entry[] = [];
  for (const entry of entries) {
    const { question, at, fullUrl } = entry;
    if (question.method === "GET" || question.method === "HEAD") {
      reads.push(entry);
      continue;
    }
    const ask = await writeOf(parts, question);
    if (!ask.ok) return err(ofEntry(at, ask.error));
    writes.push({ at, fullUrl, ask: ask.value });
  }
  if (parts.writes === null && writes.length > 0)
    return err(because("interaction_not_supported", "`fhir.transaction`"));
  const fault = faultIn(writes);
  return fault === null ? ok({ writes, reads, size: entries.length }) : err(fault);
}

/** A urn that only this Bundle knows (FHIR R4 bundle, 2.36.4); anything else may be the name of a record that is there. */
const OWN_NAME = /^urn:(?:uuid|oid):[0-9A-Za-z.-]+$/;

/** What makes a link within the transaction mean two things. */
function faultIn(writes: readonly EntryWrite[]): Reason | null {
  const names = new Set<string>();
  for (const [place, { at, fullUrl, ask }] of writes.entries()) {
    if (isNamedBefore(ask, writes.slice(0, place)))
      return ofEntry(at, because("bad_request", "a record stands in a transaction once"));
    if (fullUrl === null) continue;
    if (ask.verb === "create" && !OWN_NAME.test(fullUrl))
      return ofEntry(at, because("bad_request", "the `fullUrl` of what is created is a `urn:uuid:`"));
    if (names.has(fullUrl)) return ofEntry(at, because("bad_request", "a `fullUrl` stands once"));
    names.add(fullUrl);
  }
  return null;
}

async function writeOf(parts: GatewayParts, question: HttpQuestion): Promise<Result<WriteAsk, Reason>> {
  const [path = "", query = ""] = question.target.split(/\?(.*)/s);
  const route = routeOf(question.method, path.slice(parts.basePath.length + 1));
  const pairs = parseQuery(query);
  if (!route.ok || !pairs.ok) return err(because("bad_request", "the request cannot be read"));
  const interaction = route.value;
  if (!WRITES.has(interaction.name))
    return err(because("interaction_not_supported", `\`${interaction.name}\` in a transaction`));
  const writing = interaction as Writing;
  if (!isResourceType(writing.type)) return err(because("type_unknown"));
  const read = await readWrite({ question, interaction: writing, pairs: pairs.value });
  return read.ok ? read : err(read.error.reason);
}

function isNamedBefore({ type, id }: WriteAsk, before: readonly EntryWrite[]): boolean {
  return id !== null && before.some(({ ask }) => ask.type === type && ask.id === id);
}
