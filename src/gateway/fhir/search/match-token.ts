import type { JsonObject, JsonValue } from "../../../kernel/json.ts";
import { isJsonObject } from "../../../kernel/json.ts";
import { err, ok } from "../../../kernel/result.ts";
import { splitEscaped, unescaped } from "./escape.ts";
import { fold } from "./match-string.ts";
import type { TestCompiler, ValueTest } from "./value-test.ts";

/** `system` undefined: the datatype has none of its own, so any asked system stands for the one it implies. */
interface Token {
  readonly system: string | undefined;
  readonly code: string;
}

/** Modifiers that need subsumption or a value set expansion, which the gateway does not do. */
const WITHOUT_RULE: ReadonlySet<string> = new Set(["in", "not-in", "above", "below"]);

/**
 * FHIR R4 search, 3.1.1.4.10 "token": `code`, `system|code`, `|code`, `system|`; `:text`; `:of-type`.
 * `:not` compiles like no modifier; who calls negates, over all values of the record.
 */
export const compileToken: TestCompiler = (text, modifier) => {
  switch (modifier) {
    case null:
    case "not":
      return codeTest(splitEscaped(text, "|").map(unescaped));
    case "text":
      return textTest(fold(unescaped(text)));
    case "of-type":
      return typeTest(splitEscaped(text, "|").map(unescaped));
    default:
      return err(WITHOUT_RULE.has(modifier) ? "modifier_without_rule" : "value_invalid");
  }
};

function codeTest(pieces: readonly string[]): ReturnType<TestCompiler> {
  const [first = "", second] = pieces;
  if (pieces.length > 2 || (first === "" && !second)) return err("value_invalid");
  const system = second === undefined ? null : first;
  const code = second ?? first;
  return ok(({ datatype, value }) =>
    tokensIn(datatype, value).some((token) => tokenMatches(token, system, code)),
  );
}

/** `system` null: any; empty: the token has none. `code` empty: any of the system. */
function tokenMatches(token: Token, system: string | null, code: string): boolean {
  if (code !== "" && token.code.toLowerCase() !== code.toLowerCase()) return false;
  if (system === null || token.system === undefined) return true;
  return token.system === system;
}

function textTest(asked: string): ReturnType<TestCompiler> {
  if (asked === "") return err("value_invalid");
  return ok(({ datatype, value }) => textsIn(datatype, value).some((text) => fold(text).includes(asked)));
}

/** `:of-type`: `system|code|value` over Identifier.type and Identifier.value. */
function typeTest(pieces: readonly string[]): ReturnType<TestCompiler> {
  const [system, code, identifier] = pieces;
  if (pieces.length !== 3 || !system || !code || !identifier) return err("value_invalid");
  const test: ValueTest = ({ datatype, value }) => {
    if (datatype !== "Identifier" || !isJsonObject(value) || value["value"] !== identifier) return false;
    return tokensIn("CodeableConcept", value["type"] ?? null).some((token) =>
      tokenMatches(token, system, code),
    );
  };
  return ok(test);
}

/** The tokens of one value. A code, string or boolean has no system of its own. */
export function tokensIn(datatype: string, value: JsonValue): readonly Token[] {
  if (typeof value === "boolean") return [{ system: undefined, code: String(value) }];
  if (typeof value === "string") return value === "" ? [] : [{ system: undefined, code: value }];
  if (!isJsonObject(value)) return [];
  if (datatype === "CodeableConcept") return codings(value).flatMap((coding) => tokenOf(coding, "code"));
  if (datatype === "Coding") return tokenOf(value, "code");
  if (datatype === "Identifier") return tokenOf(value, "value");
  return datatype === "ContactPoint" ? tokenOf({ value: value["value"] }, "value", undefined) : [];
}

function tokenOf(value: JsonObject, member: "code" | "value", none: "" | undefined = ""): readonly Token[] {
  const [system, code] = [value["system"], value[member]];
  const hasSystem = typeof system === "string";
  if (typeof code !== "string" && !hasSystem) return [];
  return [{ system: hasSystem ? system : none, code: typeof code === "string" ? code : "" }];
}

function textsIn(datatype: string, value: JsonValue): readonly string[] {
  if (!isJsonObject(value)) return [];
  if (datatype === "Identifier") return textsIn("CodeableConcept", value["type"] ?? null);
  const displays = datatype === "CodeableConcept" ? codings(value) : [value];
  return [value["text"], ...displays.map((coding) => coding["display"])].filter(
    (text) => typeof text === "string",
  );
}

function codings(concept: JsonObject): readonly JsonObject[] {
  const list = concept["coding"];
  return Array.isArray(list) ? (list as readonly JsonValue[]).filter(isJsonObject) : [];
}
