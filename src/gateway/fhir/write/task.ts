import { grantedSomewhere } from "../../../decision/reach.ts";
import type { Reason } from "../../../decision/types.ts";
import { applyJsonPatch } from "../../../kernel/json-patch.ts";
import { isJsonObject } from "../../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../../kernel/json.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import type { Permitted } from "../../../pipeline.ts";
import type { Capability } from "../../../catalogue/vocabulary.ts";
import type { GatewayParts } from "../deps.ts";
import { formatQuery, parseQuery } from "../query.ts";
import type { HttpQuestion } from "../question.ts";
import { because, NOT_FOUND } from "../reasons.ts";
import type { InteractionOf } from "../route.ts";
import { isGiven } from "../show.ts";
import type { Shown } from "../show.ts";
import { askedOf, refusing } from "../task.ts";
import type { Incoming, Task } from "../task.ts";
import { readPatchBody, readRecordBody } from "./body.ts";
import { performWrite } from "./perform.ts";
import type { WriteAsk } from "./perform.ts";
import { returnOf } from "./prefer.ts";

type Change = InteractionOf<"fhir.update" | "fhir.patch" | "fhir.delete">;
type Writing = InteractionOf<"fhir.create"> | Change;

/** The rule of `POST Type`. */
export async function createTask(
  parts: GatewayParts,
  incoming: Incoming<InteractionOf<"fhir.create">>,
): Promise<Task> {
  const { question, interaction } = incoming;
  if (parts.writes === null) return unsupported(question, interaction);
  const body = await readRecordBody(question);
  if (!body.ok) return refusing(question, interaction, body.error.reason, body.error.status);
  const fault = faultIn(body.value, interaction.type, null);
  if (fault !== null) return refusing(question, interaction, fault);
  return writeTask(parts, incoming, "create", () => ok(body.value));
}

/** The rule of `PUT Type/id` and `PUT Type?criteria`. */
export async function updateTask(parts: GatewayParts, incoming: Incoming<Change>): Promise<Task> {
  const { question, interaction } = incoming;
  if (parts.writes === null) return unsupported(question, interaction);
  const body = await readRecordBody(question);
  if (!body.ok) return refusing(question, interaction, body.error.reason, body.error.status);
  const fault = faultIn(body.value, interaction.type, interaction.id);
  if (fault !== null) return refusing(question, interaction, fault);
  return writeTask(parts, incoming, "update", () => ok(body.value));
}

/** The rule of `PATCH Type/id` and `PATCH Type?criteria`: a JSON Patch of the record as it is shown. */
export async function patchTask(parts: GatewayParts, incoming: Incoming<Change>): Promise<Task> {
  const { question, interaction } = incoming;
  if (parts.writes === null) return unsupported(question, interaction);
  const patch = await readPatchBody(question);
  if (!patch.ok) return refusing(question, interaction, patch.error.reason, patch.error.status);
  return writeTask(parts, incoming, "update", (shown) => patched(shown, patch.value));
}

/** The rule of `DELETE Type/id` and `DELETE Type?criteria`. */
export function deleteTask(parts: GatewayParts, incoming: Incoming<Change>): Task {
  if (parts.writes === null) return unsupported(incoming.question, incoming.interaction);
  return writeTask(parts, incoming, "delete", () => ok(null));
}

type BodyOf = (shown: Shown | null) => Result<JsonObject | null, Reason>;

function writeTask(
  parts: GatewayParts,
  { question, interaction, pairs }: Incoming<Writing>,
  capability: Capability,
  bodyOf: BodyOf,
): Task {
  const { type } = interaction;
  const id = "id" in interaction ? interaction.id : null;
  const { headers } = question;
  const criteria = pairs.filter(([name]) => name !== "_format");
  const once = parseQuery(headers["if-none-exist"] ?? "");
  const isOdd = (id !== null || interaction.name === "fhir.create") && criteria.length > 0;
  if (isOdd || !once.ok)
    return refusing(question, interaction, because("bad_request", "a write by id has no parameters"));
  const query = id === null ? `${type}?${formatQuery(criteria)}` : `${type}/${id}`;
  const asked = askedOf(question, interaction, query, capability);
  const ask: WriteAsk = {
    asked,
    question,
    type,
    id,
    verb: capability === "create" || capability === "delete" ? capability : "update",
    criteria: interaction.name === "fhir.create" ? once.value : criteria,
    bodyOf,
    ifMatch: headers["if-match"],
    ifNoneMatch: headers["if-none-match"],
    prefer: returnOf(headers["prefer"]),
  };
  return {
    kind: "perform",
    asked,
    perform: async (permitted) => typeFault(permitted, type) ?? performWrite(parts, ask, permitted),
  };
}

/** Where nobody says how the upstream is written to. */
function unsupported(question: HttpQuestion, interaction: Writing): Task {
  return refusing(question, interaction, because("interaction_not_supported", `\`${interaction.name}\``));
}

/** From policy and caller alone: nothing of the type may be written. */
function typeFault({ decision, policy }: Permitted, type: string): Reason | null {
  const given = isGiven(policy.catalogue, type, grantedSomewhere(decision, type));
  return given ? null : because("type_not_permitted", `\`${type}\``);
}

/** A body says its type, and the id that the path has. FHIR R4 http, 3.1.0.4. */
function faultIn(body: JsonObject, type: string, id: string | null): Reason | null {
  if (body["resourceType"] !== type)
    return because("bad_request", "the body is of another type than the path");
  const isOther = id !== null && body["id"] !== id;
  return isOther ? because("bad_request", "the body has another id than the path") : null;
}

function patched(shown: Shown | null, patch: JsonValue): Result<JsonObject, Reason> {
  if (shown === null) return err(NOT_FOUND);
  const result = applyJsonPatch(shown.resource, patch);
  if (!result.ok && result.error === "malformed")
    return err(because("bad_request", "the body is no json patch"));
  return result.ok && isJsonObject(result.value) ? ok(result.value) : err(because("patch_failed"));
}
