import type { JsonObject, JsonValue } from "../../kernel/json.ts";
import { maskedElement } from "../extensions.ts";

/** What of one primitive value comes out: another value, or an Element beside the place where it was (`_x`). */
export type ShownPrimitive = { readonly value: JsonValue } | { readonly sibling: JsonObject };

/** The value is there and not shown. */
export const MASKED: ShownPrimitive = { sibling: maskedElement() };
