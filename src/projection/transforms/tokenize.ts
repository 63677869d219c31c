import { TOKEN_TEXTS } from "../../catalogue/transforms.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import { newJsonObject } from "../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../kernel/json.ts";
import { TOKEN_SYSTEM } from "../extensions.ts";
import type { ShownPrimitive } from "./shown.ts";

/** Token for a text under the element in question. */
export type Tokenizer = (value: string) => string;

/** A text to its token. Null: a datatype that cannot hold one. */
export function tokenizePrimitive(
  value: JsonValue,
  datatype: string,
  tokenize: Tokenizer,
): ShownPrimitive | null {
  return TOKEN_TEXTS.has(datatype) && typeof value === "string" ? { value: tokenize(value) } : null;
}

/**
 * A value of a datatype that names someone or something, to one that holds the token alone.
 * The token of an Identifier depends on its value only, so that the same number is the same token
 * whoever wrote down its system. Undefined: there is nothing to make a token of.
 */
export function tokenizeComplex(
  value: JsonObject,
  datatype: string,
  tokenize: Tokenizer,
): JsonObject | undefined {
  switch (datatype) {
    case "Identifier":
      return typeof value["value"] === "string" ? tokenIdentifier(tokenize(value["value"])) : undefined;
    case "Reference":
      return typeof value["reference"] === "string"
        ? withMember("identifier", tokenIdentifier(tokenize(value["reference"])))
        : undefined;
    case "HumanName":
      return withMember("text", tokenize(canonicalJson(value)));
    case "ContactPoint":
      return typeof value["value"] === "string" ? tokenContact(tokenize(value["value"])) : undefined;
    default:
      return undefined;
  }
}

function tokenIdentifier(token: string): JsonObject {
  const identifier = newJsonObject();
  identifier["system"] = TOKEN_SYSTEM;
  identifier["value"] = token;
  return identifier;
}

/** FHIR R4 cpt-2: a value needs a system; a token is neither phone nor e-mail. */
function tokenContact(token: string): JsonObject {
  const contact = newJsonObject();
  contact["system"] = "other";
  contact["value"] = token;
  return contact;
}

function withMember(member: string, value: JsonValue): JsonObject {
  const built = newJsonObject();
  built[member] = value;
  return built;
}
