import type { JsonValue } from "../../../kernel/json.ts";
import { isJsonObject } from "../../../kernel/json.ts";
import { err, ok } from "../../../kernel/result.ts";
import { unescaped } from "./escape.ts";
import type { TestCompiler } from "./value-test.ts";

/** Parts of a datatype that a string parameter looks at (FHIR R4 search, 3.1.1.4.8: "any of the string fields"). */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  HumanName: ["text", "family", "given", "prefix", "suffix"],
  Address: ["text", "line", "city", "district", "state", "postalCode", "country"],
};

const PRIMITIVES: ReadonlySet<string> = new Set([
  "string",
  "markdown",
  "code",
  "id",
  "uri",
  "url",
  "canonical",
]);

/** FHIR R4 search, 3.1.1.4.8 "string": a prefix without regard to case and accents; `:exact`; `:contains`. */
export const compileString: TestCompiler = (text, modifier) => {
  const asked = unescaped(text);
  if (asked === "") return err("value_invalid");
  const folded = fold(asked);
  switch (modifier) {
    case null:
      return ok(({ datatype, value }) =>
        stringsIn(datatype, value).some((part) => fold(part).startsWith(folded)),
      );
    case "contains":
      return ok(({ datatype, value }) =>
        stringsIn(datatype, value).some((part) => fold(part).includes(folded)),
      );
    case "exact":
      return ok(({ datatype, value }) => stringsIn(datatype, value).includes(asked));
    default:
      return err("value_invalid");
  }
};

/** The searchable strings of one value, in the order of the datatype's parts. */
export function stringsIn(datatype: string, value: JsonValue): readonly string[] {
  if (typeof value === "string") return PRIMITIVES.has(datatype) ? [value] : [];
  const parts = PARTS[datatype];
  if (parts === undefined || !isJsonObject(value)) return [];
  return parts.flatMap((part) => [value[part] ?? null].flat()).filter((part) => typeof part === "string");
}

/** Without case, accents and repeated white space. */
export function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/gu, " ").trim();
}
