import { isUtf8 } from "node:buffer";
import type { Capability } from "../../catalogue/vocabulary.ts";
import type { Reason } from "../../decision/types.ts";
import { isResourceType } from "../../catalogue/fhir-r4/definitions.ts";
import { consoleCookies } from "../../identity/sessions/cookie.ts";
import type { Asked } from "../../pipeline.ts";
import type { GatewayParts } from "./deps.ts";
import { acceptsJson, isForm } from "./negotiation.ts";
import { formatQuery, parseQuery } from "./query.ts";
import type { QueryPair } from "./query.ts";
import type { HttpQuestion } from "./question.ts";
import type { ReadAsk } from "./read.ts";
import { because } from "./reasons.ts";
import { routeOf } from "./route.ts";
import type { Interaction } from "./route.ts";
import type { SearchAsk } from "./search/answer.ts";

/** What to do once the caller is permitted. A refusal waits for identification too, so that it is recorded as theirs. */
export type PermittedTask =
  | { readonly kind: "read"; readonly ask: ReadAsk }
  | { readonly kind: "search"; readonly ask: SearchAsk }
  | Refusal;

export type Task = PermittedTask | { readonly kind: "capabilities" };

/** A sealed link is longer than the query it holds. */
const LINK_FACTOR = 3;

interface Refusal {
  readonly kind: "refuse";
  readonly reason: Reason;
  /** Where HTTP has a closer status than the reason. */
  readonly status: number | undefined;
}

export interface Prepared {
  readonly asked: Asked;
  readonly task: Task;
}

/** Reads a request as far as it can be read without knowing who asks. */
export async function prepare(parts: GatewayParts, question: HttpQuestion): Promise<Prepared> {
  const [path, query] = splitOnce(question.target, "?");
  const below = belowBase(path, parts.basePath);
  const route =
    below === null ? ({ ok: false, error: "path_unreadable" } as const) : routeOf(question.method, below);
  if (!route.ok) {
    const status = route.error === "method_unknown" ? 405 : undefined;
    return refused(question, null, refusal(because("bad_request"), status));
  }
  const text = await queryText(parts, question, route.value, query);
  if (typeof text !== "string") return refused(question, route.value, text);
  const pairs = parseQuery(text);
  if (!pairs.ok)
    return refused(question, route.value, refusal(because("bad_request", "the query cannot be decoded")));
  if (!acceptsJson(question.headers["accept"], pairs.value)) {
    return refused(
      question,
      route.value,
      refusal(because("bad_request", "only json of fhir 4.0 is served"), 406),
    );
  }
  return taskOf(parts, question, route.value, pairs.value);
}

function taskOf(
  parts: GatewayParts,
  question: HttpQuestion,
  interaction: Interaction,
  pairs: readonly QueryPair[],
): Prepared {
  if (interaction.name === "fhir.capabilities")
    return { asked: askedOf(question, interaction, null), task: { kind: "capabilities" } };
  if (interaction.name !== "fhir.read" && interaction.name !== "fhir.search") {
    return refused(
      question,
      interaction,
      refusal(because("interaction_not_supported", `\`${interaction.name}\``)),
    );
  }
  const { type } = interaction;
  if (!isResourceType(type)) return refused(question, interaction, refusal(because("type_unknown")));
  if (interaction.name === "fhir.search") return searchTask(parts, question, interaction, pairs);
  const ask: ReadAsk = { type, id: interaction.id, pairs, ifNoneMatch: question.headers["if-none-match"] };
  const query = [`${type}/${interaction.id}`, formatQuery(pairs)].filter((part) => part !== "").join("?");
  return { asked: askedOf(question, interaction, query), task: { kind: "read", ask } };
}

/** A page link stands for the search it was made of; beside it only `_format` may stand. */
function searchTask(
  parts: GatewayParts,
  question: HttpQuestion,
  interaction: Interaction & { readonly name: "fhir.search" },
  pairs: readonly QueryPair[],
): Prepared {
  const { type } = interaction;
  const link = pairs.find(([name]) => name === "_page");
  if (link === undefined) {
    return {
      asked: askedOf(question, interaction, formatQuery(pairs)),
      task: { kind: "search", ask: { type, pairs, token: null } },
    };
  }
  const token = parts.pageTokens.open(link[1]);
  const isAlone = pairs.every((pair) => pair === link || pair[0] === "_format");
  if (token === null || token.type !== type || !isAlone) {
    return refused(question, interaction, refusal(because("page_token_invalid")));
  }
  const ask: SearchAsk = { type, pairs: token.pairs, token };
  return { asked: askedOf(question, interaction, formatQuery(token.pairs)), task: { kind: "search", ask } };
}

/** Query string and, for POST `_search`, the form: FHIR R4 search, 3.1.1.3, takes both together. */
async function queryText(
  parts: GatewayParts,
  question: HttpQuestion,
  interaction: Interaction,
  query: string,
): Promise<string | Refusal> {
  const limit = parts.limits.queryLength;
  const tooLong = refusal(because("bad_request", `the query is longer than ${limit} characters`), 413);
  if (query.length > (query.startsWith("_page=") ? LINK_FACTOR * limit : limit)) return tooLong;
  if (interaction.name !== "fhir.search" || !interaction.inBody) return query;
  if (!isForm(question.headers["content-type"])) {
    return refusal(because("bad_request", "the body of _search is application/x-www-form-urlencoded"), 415);
  }
  const body = await question.body(limit);
  if (body === null || query.length + body.length > limit) return tooLong;
  if (!isUtf8(body)) return refusal(because("bad_request", "the body is not utf-8"));
  return [query, Buffer.from(body).toString("utf8")].filter((part) => part !== "").join("&");
}

function refused(question: HttpQuestion, interaction: Interaction | null, task: Refusal): Prepared {
  return { asked: askedOf(question, interaction, question.target), task };
}

function refusal(reason: Reason, status?: number): Refusal {
  return { kind: "refuse", reason, status };
}

function askedOf({ headers }: HttpQuestion, interaction: Interaction | null, query: string | null): Asked {
  const capability: Capability = interaction?.name === "fhir.search" ? "search" : "read";
  return {
    act: "use",
    capability,
    recipient: null,
    exemption: null,
    credentials: {
      authorization: headers["authorization"],
      session: consoleCookies((name) => headers[name]),
      purposeHeader: headers["x-purpose-of-use"],
      caseHeader: headers["x-case"],
      channel: "fhir",
    },
    interaction: interaction?.name ?? "fhir.unknown",
    resourceType: interaction !== null && "type" in interaction ? interaction.type : null,
    query,
  };
}

function belowBase(path: string, basePath: string): string | null {
  if (path === basePath) return "";
  return path.startsWith(`${basePath}/`) ? path.slice(basePath.length + 1) : null;
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
