import { isUtf8 } from "node:buffer";
import { isResourceType } from "../../catalogue/fhir-r4/definitions.ts";
import type { GatewayParts } from "./deps.ts";
import { hasOwnForm, ruleOf } from "./interactions.ts";
import { acceptsJson, isForm } from "./negotiation.ts";
import { parseQuery } from "./query.ts";
import type { HttpQuestion } from "./question.ts";
import { because } from "./reasons.ts";
import { routeOf } from "./route.ts";
import type { Interaction } from "./route.ts";
import { refusing } from "./task.ts";
import type { Task } from "./task.ts";

/** A sealed link is longer than the query it holds. */
const LINK_FACTOR = 3;

/** Reads a request as far as it can be read without knowing who asks. */
export async function prepare(parts: GatewayParts, question: HttpQuestion): Promise<Task> {
  const [path, query] = splitOnce(question.target, "?");
  const below = belowBase(path, parts.basePath);
  if (below === null) return refusing(question, null, because("bad_request"));
  const route = routeOf(question.method, below);
  if (!route.ok) {
    const status = route.error === "method_unknown" ? 405 : undefined;
    return refusing(question, null, because("bad_request"), status);
  }
  const interaction = route.value;
  const rule = ruleOf(interaction);
  if (rule === undefined)
    return refusing(question, interaction, because("interaction_not_supported", `\`${interaction.name}\``));
  const text = await queryText(parts, question, interaction, query);
  if (typeof text !== "string") return text;
  const pairs = parseQuery(text);
  if (!pairs.ok)
    return refusing(question, interaction, because("bad_request", "the query cannot be decoded"));
  if (!hasOwnForm(interaction) && !acceptsJson(question.headers["accept"], pairs.value)) {
    const reason = because("bad_request", "only json of fhir 4.0 is served");
    return refusing(question, interaction, reason, 406);
  }
  const type = "type" in interaction ? interaction.type : null;
  if (type !== null && !isResourceType(type)) return refusing(question, interaction, because("type_unknown"));
  return rule(parts, { question, interaction, pairs: pairs.value });
}

/** Query string and, for POST `_search`, the form: FHIR R4 search, 3.1.1.3, takes both together. */
async function queryText(
  parts: GatewayParts,
  question: HttpQuestion,
  interaction: Interaction,
  query: string,
): Promise<string | Task> {
  const limit = parts.limits.queryLength;
  const refused = (detail: string, status?: number): Task =>
    refusing(question, interaction, because("bad_request", detail), status);
  const tooLong = (): Task => refused(`the query is longer than ${limit} characters`, 413);
  if (query.length > (query.startsWith("_page=") ? LINK_FACTOR * limit : limit)) return tooLong();
  if (!("inBody" in interaction) || !interaction.inBody) return query;
  if (!isForm(question.headers["content-type"]))
    return refused("the body of _search is application/x-www-form-urlencoded", 415);
  const body = await question.body(limit);
  if (body === null || query.length + body.length > limit) return tooLong();
  if (!isUtf8(body)) return refused("the body is not utf-8");
  return [query, Buffer.from(body).toString("utf8")].filter((part) => part !== "").join("&");
}

function belowBase(path: string, basePath: string): string | null {
  if (path === basePath) return "";
  return path.startsWith(`${basePath}/`) ? path.slice(basePath.length + 1) : null;
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
