import type { HttpQuestion } from "../question.ts";

/** One request as plain data, so that a counter-example can be kept, read and asked again. */
export interface Asking {
  /** `GET` where it does not say. */
  readonly method?: string;
  /** Below `/fhir`; with `!` before it, the whole target as it goes over the wire. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Asked by this person in place of the one whose worlds are compared: a link that was handed on. */
  readonly as?: string;
  /** Read first; then what came is sent back, changed. */
  readonly back?: SendBack;
  /** Send the entity tag of the answer in this header, with the same question or with what is sent back. */
  readonly tagIn?: "if-none-match" | "if-match";
  /** This person asks for what the answer links to, beside the one who asked. */
  readonly handTo?: string;
}

/** What a client does with a resource it was shown. */
export interface SendBack {
  readonly method: "PUT" | "POST";
  /** Below `/fhir`; where it came from when it does not say. */
  readonly target?: string;
  /** Members to set; `null` takes one out. */
  readonly set: Readonly<Record<string, unknown>>;
  /** As the only entry of such a Bundle. */
  readonly within?: "batch" | "transaction";
}

export const FHIR_JSON = "application/fhir+json";

/** A POST `_search` with this form. */
export function formAsking(target: string, form: string): Asking {
  return {
    method: "POST",
    target,
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: form,
  };
}

/** A request with a resource, or whatever else, in its body. */
export function bodyAsking(
  method: string,
  target: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Asking {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { method, target, headers: { "content-type": FHIR_JSON, ...headers }, body: text };
}

/** The question on the wire. `identity` says who asks and for what. */
export function onTheWire(
  { method, target, headers, body }: Asking,
  identity: HttpQuestion["headers"],
): HttpQuestion {
  const bytes = Buffer.from(body ?? "");
  return {
    method: method ?? "GET",
    target: target.startsWith("!") ? target.slice(1) : `/fhir${target}`,
    headers: { ...identity, ...headers },
    body: async (limit) => (bytes.length > limit ? null : bytes),
  };
}
