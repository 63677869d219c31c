import { isJsonObject, stringifyJson } from "../../../kernel/json.ts";
import type { JsonArray, JsonObject, JsonValue } from "../../../kernel/json.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import type { HttpQuestion } from "../question.ts";

/** One entry of a batch or a transaction, as a question of its own. FHIR R4 Bundle, entry.request. */
export interface Entry {
  /** Position in the Bundle, from 0. */
  readonly at: number;
  readonly question: HttpQuestion;
  /** What other entries refer to it by; null: nothing. */
  readonly fullUrl: string | null;
}

/** Entries of one Bundle. */
const MOST_ENTRIES = 100;
const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]);

/** Headers that belong to the Bundle, or that an entry says for itself. */
const NOT_TAKEN_OVER: ReadonlySet<string> = new Set([
  "content-length",
  "content-type",
  "if-match",
  "if-none-match",
  "if-none-exist",
  "if-modified-since",
]);

/** Reads the entries; error: why the Bundle cannot be read, in words from the question alone. */
export function entriesOf(
  bundle: JsonObject,
  outer: HttpQuestion,
  base: { readonly url: string; readonly path: string },
): Result<readonly Entry[], string> {
  const list = bundle["entry"] ?? [];
  if (!Array.isArray(list)) return err("`Bundle.entry` is no list");
  const items = list as JsonArray;
  if (items.length === 0) return err("the bundle has no entries");
  if (items.length > MOST_ENTRIES) return err(`a bundle has no more than ${MOST_ENTRIES} entries`);
  const entries: Entry[] = [];
  for (const [at, item] of items.entries()) {
    const question = isJsonObject(item) ? questionOf(item, outer, base) : null;
    if (question === null || !isJsonObject(item)) return err(`entry ${at} has no request that can be read`);
    const { fullUrl } = item;
    entries.push({ at, question, fullUrl: typeof fullUrl === "string" ? fullUrl : null });
  }
  return ok(entries);
}

function questionOf(
  { request, resource }: JsonObject,
  outer: HttpQuestion,
  base: { readonly url: string; readonly path: string },
): HttpQuestion | null {
  const { method, url, ifMatch, ifNoneMatch, ifNoneExist } = isJsonObject(request) ? request : {};
  if (typeof method !== "string" || !METHODS.has(method) || typeof url !== "string") return null;
  const target = url.startsWith(`${base.url}/`) ? url.slice(base.url.length + 1) : url;
  // A Bundle in a Bundle would have entries that nobody counted.
  if (/^\/*(?:\?|$)/.test(target)) return null;
  const content = contentOf(method, resource);
  const own = {
    "content-type": content?.type,
    "if-match": textOf(ifMatch),
    "if-none-match": textOf(ifNoneMatch),
    "if-none-exist": textOf(ifNoneExist),
  };
  const taken = Object.entries(outer.headers).filter(([name]) => !NOT_TAKEN_OVER.has(name));
  const bytes = content?.bytes ?? new Uint8Array();
  return {
    method,
    target: `${base.path}/${target.replace(/^\/+/, "")}`,
    headers: { ...Object.fromEntries(taken), ...own },
    body: async (limit) => (bytes.length > limit ? null : bytes),
  };
}

/** A patch stands in a Binary (FHIR R4 http, 3.1.0.8); everything else as it is. */
function contentOf(
  method: string,
  resource: JsonValue | undefined,
): { readonly type: string; readonly bytes: Uint8Array } | null {
  if (!isJsonObject(resource)) return null;
  const { resourceType, contentType, data } = resource;
  if (method === "PATCH" && resourceType === "Binary" && typeof data === "string")
    return { type: textOf(contentType) ?? "", bytes: Buffer.from(data, "base64") };
  return { type: "application/fhir+json", bytes: Buffer.from(stringifyJson(resource)) };
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
