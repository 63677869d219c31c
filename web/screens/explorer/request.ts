import type { InferRequestType, InferResponseType } from "hono/client";
import type { api } from "../../api/client.ts";

export type Exploration = InferResponseType<typeof api.explorer.$post, 200>;
export type ExplorerPerson = InferResponseType<typeof api.explorer.people.$get, 200>["people"][number];
type SentRequest = InferRequestType<typeof api.explorer.$post>["json"];

/** A request as it is being written. */
export interface Draft {
  readonly method: SentRequest["method"];
  readonly target: string;
  readonly body: string;
  /** Null: oneself. */
  readonly person: string | null;
  readonly purpose: string | null;
  readonly caseId: string;
}

export const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

export const EMPTY: Draft = {
  method: "GET",
  target: "/Patient?_count=5",
  body: "",
  person: null,
  purpose: null,
  caseId: "",
};

/** What is sent for a draft. A form goes to `_search`, everything else that has a body is JSON. */
export function requestOf({ method, target, body, person, purpose, caseId }: Draft): SentRequest {
  const hasBody = body !== "" && method !== "GET" && method !== "DELETE";
  const path = target.trim();
  return {
    method,
    target: path.startsWith("/") || path === "" ? path : `/${path}`,
    headers: hasBody ? { "content-type": contentTypeOf(method, path) } : {},
    body: hasBody ? body : null,
    person,
    purpose,
    caseId: caseId === "" ? null : caseId,
  };
}

function contentTypeOf(method: Draft["method"], path: string): string {
  if (method === "PATCH") return "application/json-patch+json";
  return /\/_search(?:\?|$)/.test(path) ? "application/x-www-form-urlencoded" : "application/fhir+json";
}

/** An example that can be sent as it is. */
export interface Example {
  readonly title: string;
  readonly draft: Pick<Draft, "method" | "target" | "body">;
}

const get = (title: string, target: string): Example => ({
  title,
  draft: { method: "GET", target, body: "" },
});

export const EXAMPLES: readonly Example[] = [
  get("Patients in reach", "/Patient?_count=5"),
  get("A filter on a birth date", "/Patient?birthdate=lt1990"),
  get("A filter that reads what is hidden", "/Patient?identifier=http://hl7.org/fhir/sid/us-ssn|999-00-1111"),
  get("Visits with their patients", "/Encounter?_include=Encounter:subject&_count=5"),
  get("Claims of patients born before 1980", "/Claim?patient.birthdate=lt1980&_count=5"),
  get("Patients with a laboratory result", "/Patient?_has:Observation:subject:category=laboratory&_count=5"),
  get("What one may do here", "/metadata"),
];

/** JSON with line breaks; anything else as it is. */
export function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
