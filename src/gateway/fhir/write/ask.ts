import type { Reason } from "../../../decision/types.ts";
import { applyJsonPatch } from "../../../kernel/json-patch.ts";
import { isJsonObject } from "../../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../../kernel/json.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import type { Asked } from "../../../pipeline.ts";
import { formatQuery, parseQuery } from "../query.ts";
import type { QueryPair } from "../query.ts";
import type { HttpQuestion } from "../question.ts";
import { because, NOT_FOUND } from "../reasons.ts";
import type { InteractionOf } from "../route.ts";
import type { Shown } from "../record/shown.ts";
import { askedOf } from "../task.ts";
import type { Incoming } from "../task.ts";
import { readPatchBody, readRecordBody } from "./body.ts";
import type { BodyFault } from "./body.ts";
import { returnOf } from "./prefer.ts";
import type { Return } from "./prefer.ts";

/** The four interactions that write one record. */
export type Writing = InteractionOf<"fhir.create" | "fhir.update" | "fhir.patch" | "fhir.delete">;

/** A write as it is asked for, as far as it can be read without knowing who asks. */
export interface WriteAsk {
  readonly asked: Asked;
  readonly question: HttpQuestion;
  readonly verb: "create" | "update" | "delete";
  readonly type: string;
  /** Null where the criteria name the record. */
  readonly id: string | null;
  /** For a create: under which it is not made once more. */
  readonly criteria: readonly QueryPair[];
  readonly bodyOf: BodyOf;
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
  readonly prefer: Return;
}

/** What is to be stored, for the record as it is shown; null for a deletion. */
export type BodyOf = (shown: Shown | null) => Result<JsonObject | null, Reason>;

/** Reads a write: its conditions from the headers and the query, its body. */
export async function readWrite({
  question,
  interaction,
  pairs,
}: Incoming<Writing>): Promise<Result<WriteAsk, BodyFault>> {
  const { type } = interaction;
  const id = "id" in interaction ? interaction.id : null;
  const isCreate = interaction.name === "fhir.create";
  const parameters = pairs.filter(([name]) => name !== "_format");
  const once = parseQuery(question.headers["if-none-exist"] ?? "");
  if (!once.ok || ((isCreate || id !== null) && parameters.length > 0))
    return err(badRequest("a write by id has no parameters"));
  const bodyOf = await readBody(question, interaction, id);
  if (!bodyOf.ok) return bodyOf;
  const verb = VERBS[interaction.name];
  const query = id === null ? `${type}?${formatQuery(parameters)}` : `${type}/${id}`;
  return ok({
    asked: askedOf(question, interaction, query, verb),
    question,
    verb,
    type,
    id,
    criteria: isCreate ? once.value : parameters,
    bodyOf: bodyOf.value,
    ifMatch: question.headers["if-match"],
    ifNoneMatch: question.headers["if-none-match"],
    prefer: returnOf(question.headers["prefer"]),
  });
}

const VERBS = {
  "fhir.create": "create",
  "fhir.update": "update",
  "fhir.patch": "update",
  "fhir.delete": "delete",
} as const;

async function readBody(
  question: HttpQuestion,
  { name, type }: Writing,
  id: string | null,
): Promise<Result<BodyOf, BodyFault>> {
  if (name === "fhir.delete") return ok(() => ok(null));
  if (name === "fhir.patch") {
    const patch = await readPatchBody(question);
    return patch.ok ? ok((shown) => patched(shown, patch.value)) : patch;
  }
  const body = await readRecordBody(question);
  if (!body.ok) return body;
  const fault = faultIn(body.value, type, id);
  return fault === null ? ok(() => body) : err(badRequest(fault));
}

/** A body says its type, and the id that the path has. FHIR R4 http, 3.1.0.4. */
function faultIn(body: JsonObject, type: string, id: string | null): string | null {
  if (body["resourceType"] !== type) return "the body is of another type than the path";
  return id !== null && body["id"] !== id ? "the body has another id than the path" : null;
}

function patched(shown: Shown | null, patch: JsonValue): Result<JsonObject, Reason> {
  if (shown === null) return err(NOT_FOUND);
  const result = applyJsonPatch(shown.resource, patch);
  if (!result.ok && result.error === "malformed")
    return err(because("bad_request", "the body is no json patch"));
  return result.ok && isJsonObject(result.value) ? ok(result.value) : err(because("patch_failed"));
}

function badRequest(detail: string): BodyFault {
  return { reason: because("bad_request", detail), status: undefined };
}
