import { isJsonObject, JsonNumber, parseJsonObject } from "../../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../../kernel/json.ts";
import type { HttpQuestion, HttpReply } from "../question.ts";
import { PEOPLE } from "./practice.ts";

export type Answerer = (question: HttpQuestion) => Promise<HttpReply>;

/** A question as a person of the practice asks it, for the purpose they have. `target` is below `/fhir`. */
export function questionAs(
  person: string,
  target: string,
  more: {
    readonly method?: string;
    readonly headers?: Record<string, string | undefined>;
    readonly body?: string;
  } = {},
): HttpQuestion {
  const purpose = PEOPLE[person]?.purpose;
  const body = Buffer.from(more.body ?? "");
  return {
    method: more.method ?? "GET",
    target: `/fhir${target}`,
    headers: { authorization: `Bearer ${person}`, "x-purpose-of-use": purpose, ...more.headers },
    body: async (limit) => (body.length > limit ? null : body),
  };
}

/** The reply's body as JSON. */
export function jsonOf(reply: HttpReply): JsonObject {
  return parseJsonObject(reply.body ?? new Uint8Array());
}

/** Ids of the entries of a searchset, in order. */
export function idsIn(reply: HttpReply): readonly string[] {
  return entriesIn(jsonOf(reply)).map((resource) => resource["id"] as string);
}

export function entriesIn(bundle: JsonObject): readonly JsonObject[] {
  return itemsOf(bundle["entry"])
    .map((entry) => entry["resource"])
    .filter(isJsonObject);
}

/** `Bundle.total`; undefined when there is none. */
export function totalIn(reply: HttpReply): number | undefined {
  const total = jsonOf(reply)["total"];
  return total instanceof JsonNumber ? total.valueOf() : undefined;
}

/** Target below `/fhir` of a link of the Bundle; undefined when there is none. */
export function linkIn(reply: HttpReply, relation: string): string | undefined {
  const url = itemsOf(jsonOf(reply)["link"]).find((link) => link["relation"] === relation)?.["url"];
  return typeof url === "string" ? url.slice(url.indexOf("/fhir") + "/fhir".length) : undefined;
}

/** The reason code of an OperationOutcome. */
export function reasonIn(reply: HttpReply): JsonValue | undefined {
  const [issue] = itemsOf(jsonOf(reply)["issue"]);
  const details = issue?.["details"];
  return isJsonObject(details) ? itemsOf(details["coding"])[0]?.["code"] : undefined;
}

function itemsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : [];
}
