import type { z } from "@hono/zod-openapi";

type Issue = z.core.$ZodIssue;

/** Values that are named where one of them was expected. */
const MOST_VALUES = 16;

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

const FORMATS: Readonly<Record<string, string>> = {
  uuid: "an id such as 0199f2b4-7c1d-7e02-9a3f-5b6c7d8e9f00",
  date: "a date such as 2026-05-04",
  datetime: "a time such as 2026-05-04T15:00:00Z",
  url: "a URL",
  email: "an e-mail address",
};

/** One field that is not as published, and what was expected of it. INVARIANT: names fields, keys of a map among them, and no value. */
export function issueText(issue: Issue): string {
  const field = issue.path.length === 0 ? "the request" : issue.path.join(".");
  return `${field}: ${expected(issue)}`;
}

function expected(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return `${isMissing(issue) ? "is missing, and " : ""}must be ${TYPES[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return issue.values.length > MOST_VALUES
        ? "is none of the values published"
        : `must be ${either(issue.values.map(String))}`;
    case "invalid_format":
      return FORMATS[issue.format] === undefined
        ? "is not in the form published"
        : `must be ${FORMATS[issue.format]}`;
    case "too_small":
      return `must be at least ${amount(issue.origin, issue.minimum)}`;
    case "too_big":
      return `must be at most ${amount(issue.origin, issue.maximum)}`;
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "unrecognized_keys":
    case "invalid_key":
      return "has members that are not published";
    case "invalid_element":
    case "custom":
      return "is not as published";
    case "invalid_union":
      return ways(issue.errors);
    default:
      return issue satisfies never;
  }
}

/** Zod says so in its text alone, since what was sent is kept out of an issue. */
function isMissing({ message }: Issue): boolean {
  return message.endsWith("received undefined");
}

/** Forms that are told one by one. */
const MOST_WAYS = 4;

/** What each of several forms lacks. */
function ways(forms: readonly (readonly Issue[])[]): string {
  if (forms.length < 2 || forms.length > MOST_WAYS) return "is not as published";
  const lacks = forms.map((issues) => issues.slice(0, MOST_WAYS).map(issueText).join("; "));
  return `has none of the forms published (${[...new Set(lacks)].join("), or (")})`;
}

function either(values: readonly string[]): string {
  return values.length < 2 ? values.join("") : `${values.slice(0, -1).join(", ")} or ${values.at(-1) ?? ""}`;
}

function amount(origin: string, bound: number | bigint): string {
  const unit = { string: "character", array: "item", set: "item" }[origin];
  return unit === undefined ? String(bound) : `${bound} ${unit}${bound === 1 ? "" : "s"}`;
}
