import { isJsonObject, parseJson } from "../../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../../kernel/json.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import type { Reason } from "../../../decision/types.ts";
import type { HttpQuestion } from "../question.ts";
import { because } from "../reasons.ts";

/** Why a body is not read, with the status where HTTP has a closer one than the reason. */
export interface BodyFault {
  readonly reason: Reason;
  readonly status: number | undefined;
}

/** Bytes of one body; a transaction holds no more either. */
export const MOST_BODY_BYTES = 4 * 1024 * 1024;

const RECORD_TYPES: ReadonlySet<string> = new Set(["application/fhir+json", "application/json", "text/json"]);
const PATCH_TYPES: ReadonlySet<string> = new Set(["application/json-patch+json"]);

/** Reads a record, a Bundle or a list of Parameters: JSON alone (FHIR R4 http, 3.1.0.1.9). */
export async function readRecordBody(question: HttpQuestion): Promise<Result<JsonObject, BodyFault>> {
  const body = await readJsonBody(question, RECORD_TYPES, "records are written as json");
  if (!body.ok) return body;
  return isJsonObject(body.value) ? ok(body.value) : fault("the body is no json object");
}

/** Reads a JSON Patch; FHIRPath Patch and XML Patch have no rule (FHIR R4 http, 3.1.0.8). */
export function readPatchBody(question: HttpQuestion): Promise<Result<JsonValue, BodyFault>> {
  return readJsonBody(question, PATCH_TYPES, "a patch is a json patch, application/json-patch+json");
}

async function readJsonBody(
  question: HttpQuestion,
  types: ReadonlySet<string>,
  wanted: string,
): Promise<Result<JsonValue, BodyFault>> {
  const [type = ""] = (question.headers["content-type"] ?? "").split(";");
  if (!types.has(type.trim().toLowerCase())) return fault(wanted, 415);
  const bytes = await question.body(MOST_BODY_BYTES);
  if (bytes === null) return fault(`the body is longer than ${MOST_BODY_BYTES} bytes`, 413);
  try {
    return ok(parseJson(bytes));
  } catch {
    return fault("the body is not strict json");
  }
}

function fault(detail: string, status?: number): Result<never, BodyFault> {
  return err({ reason: because("bad_request", detail), status });
}
