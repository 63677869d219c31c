import type { Reason } from "../../../decision/types.ts";
import { isJsonObject } from "../../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../../kernel/json.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import { because } from "../reasons.ts";
import { splitEscaped } from "../search/escape.ts";
import { compileToken } from "../search/match-token.ts";
import type { MatchContext, ValueTest } from "../search/value-test.ts";

/** Where each parameter finds its references. */
const REFERENCES: Readonly<Record<string, readonly [list: string, member: string]>> = {
  agent: ["agent", "who"],
  entity: ["entity", "what"],
};

/**
 * `agent:identifier` and `entity:identifier` (FHIR R4 search, 3.1.1.4.12): an event names people, requests and recipients
 * by identifier, since they are no resources of this server.
 */
export function compileIdentifier(
  code: string,
  text: string,
  match: MatchContext,
): Result<(event: JsonObject) => boolean, Reason> {
  const [list = "", member = ""] = REFERENCES[code] ?? [];
  const tests: ValueTest[] = [];
  for (const alternative of splitEscaped(text, ",")) {
    const test = compileToken(alternative, null, match);
    if (!test.ok) return err(because("parameter_invalid", `\`${code}\``));
    tests.push(test.value);
  }
  return ok((event) =>
    itemsOf(event[list])
      .map((item) => item[member])
      .filter(isJsonObject)
      .map((reference) => reference["identifier"])
      .some((value) => value !== undefined && tests.some((test) => test({ datatype: "Identifier", value }))),
  );
}

function itemsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : [];
}
