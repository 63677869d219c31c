/** What went wrong, in the words of the server: RFC 9457, with our reason code, the rule and what one can do next. */
export interface Problem {
  readonly code: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string | undefined;
  readonly rule?: string | undefined;
  readonly next?: string | undefined;
  /** Id of the entry in the record. */
  readonly entry?: string | undefined;
}

/** An answer that was not a success; the one error that calls of this client throw. */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.title);
    this.name = "ApiError";
    this.problem = problem;
  }
}

const UNREACHABLE: Problem = {
  code: "unreachable",
  title: "the server did not answer",
  status: 0,
  next: "Check that it runs, then try again.",
};

/** Any error of a call as a problem; what is not from the server became so on the way. */
export function problemOf(error: unknown): Problem {
  return error instanceof ApiError ? error.problem : UNREACHABLE;
}

/** True for a denial, which is a screen; everything else that fails can be tried again. */
export function isDenial({ status, code }: Problem): boolean {
  return (status === 401 || status === 403 || status === 404) && code !== "unreachable";
}

/** Reads problem+json or a FHIR OperationOutcome from an answer that is not a success. */
export async function problemFrom(response: Pick<Response, "json" | "headers" | "status">): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  const fields = isObject(body) ? body : {};
  const entry = text(fields["entry"]) ?? response.headers.get("x-request-id") ?? undefined;
  if (fields["resourceType"] === "OperationOutcome") return fromOutcome(fields, response.status, entry);
  return {
    code: text(fields["code"]) ?? "unknown",
    title: text(fields["title"]) ?? `the server answered with status ${response.status}`,
    status: response.status,
    detail: text(fields["detail"]),
    rule: text(fields["rule"]),
    next: text(fields["next"]),
    entry,
  };
}

type Fields = Readonly<Record<string, unknown>>;

/** The gateway's OperationOutcome: `details.coding[0].code`, `details.text`, `diagnostics`. */
function fromOutcome(outcome: Fields, status: number, entry: string | undefined): Problem {
  const issue = firstOf(outcome["issue"]);
  const details = isObject(issue["details"]) ? issue["details"] : {};
  return {
    code: text(firstOf(details["coding"])["code"]) ?? text(issue["code"]) ?? "unknown",
    title: text(details["text"]) ?? `the server answered with status ${status}`,
    status,
    ...ruleAndNext(text(issue["diagnostics"]) ?? ""),
    entry,
  };
}

/** The gateway writes `Rule: role:biller/billing#1. Declare another purpose.` */
function ruleAndNext(diagnostics: string): Pick<Problem, "rule" | "next"> {
  const found = /^Rule: (\S+)\. (.+)$/.exec(diagnostics);
  return found === null ? { next: text(diagnostics) } : { rule: found[1], next: found[2] };
}

function firstOf(list: unknown): Fields {
  const first: unknown = Array.isArray(list) ? list[0] : undefined;
  return isObject(first) ? first : {};
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
