import { stringifyJson } from "../../../../kernel/json.ts";
import type { JsonObject } from "../../../../kernel/json.ts";
import type { HttpReply } from "../../question.ts";
import type { MemoryUpstream } from "../memory-upstream.ts";
import { nameOf, typeOf } from "../record-name.ts";
import type { ScenarioChoice } from "../scenarios.ts";
import { header, metaOf, withBypass, withReply } from "./mutant.ts";
import type { Mutant } from "./mutant.ts";

const WRITES: Partial<ScenarioChoice> = { people: ["will"], interactions: ["fhir.update", "fhir.patch"] };
const HANDED: Partial<ScenarioChoice> = { interactions: ["fhir.search"] };

/** Leaks on the way out: headers, counts and texts of the upstream, and questions that go past the gateway. */
export const REPLY_MUTANTS: readonly Mutant[] = [
  withReply("the upstream's row count is in a header", (reply, { sent }) =>
    header(reply, "x-scanned", String(sent)),
  ),
  withReply("a hidden record is 403, an absent one 404", (reply, { last }) =>
    reply.status === 404 && last !== null ? { ...reply, status: 403 } : reply,
  ),
  withReply("a hidden record's 404 says so in a header", (reply, { last }) =>
    reply.status === 404 && last !== null ? header(reply, "x-reason", "hidden") : reply,
  ),
  withReply("Last-Modified is the upstream's", (reply, { last }) => {
    const meta = last?.["meta"] as JsonObject | undefined;
    const changed = meta?.["lastUpdated"];
    return reply.status === 200 && typeof changed === "string"
      ? header(reply, "last-modified", changed)
      : reply;
  }),
  withReply("a search that scanned much is refused", (reply, { sent }) =>
    sent > 12 ? { ...reply, status: 403 } : reply,
  ),
  withReply("the entity tag is the upstream's version", (reply, { last }) =>
    reply.status === 200 && last !== null
      ? header(reply, "etag", `W/"${stringifyJson(metaOf(last)["versionId"] ?? "0")}"`)
      : reply,
  ),
  withReply("a page link says how many rows the upstream has", (reply, { sent }) =>
    withText(reply, (text) => text.replaceAll(/_page=([^"]+)"/g, `_page=$1&rows=${sent}"`)),
  ),
  withReply(
    "a page link is good for whoever has it",
    (reply, { question, upstream }) =>
      reply.status >= 400 && question.target.includes("_page=")
        ? found(upstream.records().map(nameOf).join())
        : reply,
    HANDED,
  ),
  withReply("HEAD has the length of what the upstream holds", (reply, { question, last }) =>
    question.method === "HEAD" && last !== null
      ? header(reply, "content-length", String(stringifyJson(last).length))
      : reply,
  ),
  withReply(
    "a record that was is 410, one that never was 404",
    (reply, { question, last, upstream }) =>
      reply.status === 404 && last === null && isGone(upstream, question.target)
        ? { ...reply, status: 410 }
        : reply,
    { interactions: ["fhir.read", "fhir.history"] },
  ),
  withReply(
    "a history counts edits that do not show",
    (reply, { versions }) =>
      reply.status === 200 && versions > 0 ? header(reply, "x-versions", String(versions)) : reply,
    { interactions: ["fhir.history"] },
  ),
  withReply("the time of the last change is told by a search", (reply, { question, upstream }) =>
    question.target.includes("_lastUpdated=") ? found(changedAfter(upstream.records(), "2026-01-15")) : reply,
  ),
  withReply(
    "the capability statement counts the upstream's records",
    (reply, { question, upstream }) =>
      question.target.startsWith("/fhir/metadata")
        ? header(reply, "x-records", counts(upstream.records()))
        : reply,
    { interactions: ["fhir.capabilities"] },
  ),
  withReply(
    "an export says how many rows were read",
    (reply, { question, upstream }) =>
      question.target.includes("$export-status")
        ? header(reply, "x-progress", `${upstream.sent} rows`)
        : reply,
    { interactions: ["fhir.operation"] },
  ),
  withReply(
    "a Location names the upstream's version",
    (reply, { upstream }) =>
      reply.status === 201
        ? header(
            reply,
            "location",
            `${reply.headers["location"] ?? ""}/_history/${upstream.asked.length}-${upstream.records().length}`,
          )
        : reply,
    { people: ["will"], interactions: ["fhir.create"] },
  ),
  withReply(
    "a refused write gives the upstream's reason",
    (reply, { last }) =>
      reply.status === 422
        ? header(reply, "warning", stringifyJson(last?.["identifier"] ?? last?.["text"] ?? null))
        : reply,
    WRITES,
  ),
  withReply(
    "a patch tests what is stored",
    (reply, { question, last }) =>
      question.method === "PATCH" && last !== null
        ? header(reply, "x-test", String(stringifyJson(last).length % 7))
        : reply,
    WRITES,
  ),
  withReply(
    "an entry of a batch tells what another read",
    (reply, { question, last }) =>
      question.method === "POST" && question.target === "/fhir" && last !== null
        ? header(reply, "x-last", nameOf(last))
        : reply,
    { interactions: ["fhir.batch"] },
  ),
  withReply("a chain that a hidden record breaks takes another status", (reply, { question, sent }) =>
    reply.status === 200 && question.target.includes(".") && sent % 2 === 1
      ? { ...reply, status: 203 }
      : reply,
  ),
  withReply(
    "$everything says how much of the chart is left out",
    (reply, { question, sent }) =>
      question.target.includes("$everything") ? header(reply, "x-rows", String(sent)) : reply,
    { interactions: ["fhir.operation"] },
  ),
  withReply(
    "a compartment is as large as the upstream's",
    (reply, { question, sent }) =>
      /^\/fhir\/Patient\/[^/]+\/[A-Z]/.test(question.target) ? header(reply, "x-rows", String(sent)) : reply,
    { interactions: ["fhir.compartment-search"] },
  ),
  withBypass(
    "a conditional create asks the upstream",
    (question, upstream) =>
      question.method === "POST" && question.headers["if-none-exist"] !== undefined
        ? exists(upstream.records(), question.headers["if-none-exist"])
        : null,
    { people: ["will", "nina"], interactions: ["fhir.update"] },
  ),
  withBypass(
    "content comes out by its id",
    (question, upstream) => {
      const [type, id] = ofTarget(question.target);
      const content =
        type === "Binary" ? upstream.records().find((one) => nameOf(one) === `Binary/${id}`) : undefined;
      return content === undefined ? null : Promise.resolve(found(stringifyJson(content)));
    },
    { interactions: ["fhir.operation"] },
  ),
  withBypass(
    "a version is read from the upstream",
    (question, upstream) => {
      const [type, id, version] = ofTarget(question.target);
      return version === "" ? null : versionOf(upstream, type, id, Number(version));
    },
    { interactions: ["fhir.vread", "fhir.history"] },
  ),
];

/** Type, id and version of a read below `/fhir`; empty where it has none. */
function ofTarget(target: string): readonly [type: string, id: string, version: string] {
  const [, , type = "", id = "", , version = ""] = (target.split("?")[0] ?? "").split("/");
  return [type, id, version];
}

function isGone(upstream: MemoryUpstream, target: string): boolean {
  const [type, id] = ofTarget(target);
  return upstream.isDeleted(type, id);
}

function withText(reply: HttpReply, change: (text: string) => string): HttpReply {
  if (reply.body === null) return reply;
  return { ...reply, body: Buffer.from(change(Buffer.from(reply.body).toString("utf8"))) };
}

/** An answer with this text and nothing else. */
function found(text: string): HttpReply {
  return { status: 200, headers: {}, body: Buffer.from(text) };
}

/** How many records changed since, as their metadata has it. */
function changedAfter(records: readonly JsonObject[], day: string): string {
  return String(records.filter((record) => ((metaOf(record)["lastUpdated"] ?? "") as string) > day).length);
}

function counts(records: readonly JsonObject[]): string {
  const types = records.map(typeOf);
  return [...new Set(types)].map((type) => types.filter((one) => one === type).length).join();
}

/** What an upstream answers to `If-None-Exist`: whether it has such a record, visible or not. */
async function exists(records: readonly JsonObject[], criteria: string | undefined): Promise<HttpReply> {
  const value =
    decodeURIComponent(criteria?.split("=")[1] ?? "")
      .split("|")
      .at(-1) ?? "";
  return found(String(records.filter((record) => stringifyJson(record).includes(`"${value}"`)).length));
}

async function versionOf(
  upstream: MemoryUpstream,
  type: string,
  id: string,
  version: number,
): Promise<HttpReply> {
  const versions = await upstream.history(type, id);
  const one = versions.at(-version);
  return one === undefined ? found("") : found(stringifyJson(one));
}
