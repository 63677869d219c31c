import type { ClientOptions } from "./client.ts";

export type Send = typeof fetch;

/** `fetch` that presents the token and declares purpose and case. A redirect would take the token elsewhere: it is refused. */
export function sender({ token, purpose, caseId, fetch: own = fetch }: Omit<ClientOptions, "url">): Send {
  return async (input, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set("authorization", `Bearer ${typeof token === "string" ? token : await token()}`);
    if (purpose !== undefined && !headers.has("x-purpose-of-use")) headers.set("x-purpose-of-use", purpose);
    if (caseId !== undefined && !headers.has("x-case")) headers.set("x-case", caseId);
    return own(input, { ...init, headers, redirect: "error" });
  };
}
