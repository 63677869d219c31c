import { err, ok } from "../../../kernel/result.ts";
import { unescaped } from "./escape.ts";
import type { TestCompiler } from "./value-test.ts";

/** FHIR R4 search, 3.1.1.4.12 "uri": exact; `:below` and `:above` by whole path segments. */
export const compileUri: TestCompiler = (text, modifier) => {
  const asked = unescaped(text);
  if (asked === "") return err("value_invalid");
  switch (modifier) {
    case null:
      return ok(({ value }) => value === asked);
    case "below":
      return ok(({ value }) => typeof value === "string" && isBelow(value, asked));
    case "above":
      return ok(({ value }) => typeof value === "string" && isBelow(asked, value));
    default:
      return err("value_invalid");
  }
};

function isBelow(uri: string, root: string): boolean {
  return uri === root || uri.startsWith(root.endsWith("/") ? root : `${root}/`);
}
