import type { Hono } from "hono";

export interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Asks as this person, by POST of JSON. */
export async function ask(
  pdp: Hono,
  who: string | null,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Told> {
  const response = await pdp.request(`/access/v1/${path}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(who === null ? {} : { authorization: `Bearer ${who}` }),
      ...headers,
    },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
