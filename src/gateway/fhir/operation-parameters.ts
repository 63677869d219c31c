import type { Reason } from "../../decision/types.ts";
import { isJsonObject, JsonNumber, parseJsonObject } from "../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../kernel/json.ts";
import { err, ok } from "../../kernel/result.ts";
import type { Result } from "../../kernel/result.ts";
import type { QueryPair } from "./query.ts";
import type { HttpQuestion } from "./question.ts";
import { because } from "./reasons.ts";

const PARAMETERS_BYTES = 64 * 1024;

/**
 * The parameters that an operation is called with by POST: those of a Parameters resource, as if they stood in the
 * query (FHIR R4 operations, 3.2.0.2). An empty body has none; a parameter that is no simple value cannot be read.
 */
export async function parametersIn(question: HttpQuestion): Promise<Result<readonly QueryPair[], Reason>> {
  const unreadable = err(because("bad_request", "the body is no Parameters resource of simple values"));
  const body = await question.body(PARAMETERS_BYTES);
  if (body === null) return unreadable;
  if (body.length === 0) return ok([]);
  const resource = resourceIn(body);
  if (resource?.["resourceType"] !== "Parameters") return unreadable;
  const list = resource["parameter"] ?? [];
  const pairs = Array.isArray(list) ? (list as readonly JsonValue[]).map(pairOf) : [null];
  return pairs.every((pair) => pair !== null) ? ok(pairs) : unreadable;
}

function resourceIn(body: Uint8Array): JsonObject | undefined {
  try {
    return parseJsonObject(body);
  } catch {
    return undefined;
  }
}

/** `{name, valueCode}`; null for anything else. */
function pairOf(parameter: JsonValue): QueryPair | null {
  if (!isJsonObject(parameter)) return null;
  const { name, ...values } = parameter;
  const [[key, value] = ["", null], another] = Object.entries(values);
  if (typeof name !== "string" || another !== undefined || !key.startsWith("value")) return null;
  const isSimple = typeof value === "string" || typeof value === "boolean" || value instanceof JsonNumber;
  return isSimple ? [name, value instanceof JsonNumber ? value.text : String(value)] : null;
}
