import { declared } from "./declared.ts";
import { ApiError, problemFrom } from "./problem.ts";

/** An answer, with the id of the entry that the record holds about it. */
export interface Recorded<T> {
  readonly value: T;
  readonly entryId: string | null;
}

/**
 * `fetch` as the console does it: same origin, the session's cookie, the header that no other site can set
 * (so a forged form is refused), and the purpose that is declared. Headers given explicitly win.
 */
export async function consoleFetch(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("X-Modicum-Console", "1");
  const { purpose, case: bound } = declared();
  if (purpose !== null && !headers.has("X-Purpose-Of-Use")) {
    headers.set("X-Purpose-Of-Use", purpose);
    if (bound !== null) headers.set("X-Case", bound);
  }
  return fetch(input, { ...init, headers, credentials: "same-origin", cache: "no-store" });
}

/** @throws ApiError when the answer is not a success. */
export async function succeeded(response: Response): Promise<Response> {
  if (response.ok) return response;
  throw new ApiError(await problemFrom(response));
}

/** The id under which the record holds the answer; null when it has none. */
export function entryOf(response: { readonly headers: Headers }): string | null {
  return response.headers.get("x-request-id");
}
