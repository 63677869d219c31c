import type { TypedValue } from "../../../catalogue/types.ts";
import type { Result } from "../../../kernel/result.ts";
import type { DateReader } from "./dates.ts";

/** True when one value of the projected record satisfies one alternative of a search parameter. */
export type ValueTest = (value: TypedValue) => boolean;

/** Why a search value has no test: it cannot be read (400), or the modifier has no rule (403). */
export type TestFault = "value_invalid" | "modifier_without_rule";

/** `text` is one alternative, between unescaped commas, with its escapes. */
export type TestCompiler = (
  text: string,
  modifier: string | null,
  context: MatchContext,
) => Result<ValueTest, TestFault>;

/** What matching knows beside the query and the record: nothing about the person, nothing about the data. */
export interface MatchContext {
  /** Milliseconds; for the prefix `ap` of dates. */
  readonly now: number;
  /** One per search: it remembers the dates it has read. */
  readonly dates: DateReader;
  /** Public base URL of the gateway, without a slash at the end. */
  readonly baseUrl: string;
}
