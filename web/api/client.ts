import { type ClientResponse, hc } from "hono/client";
import type { ControlApi } from "../../src/api/app.ts";
import { ApiError, problemFrom } from "./problem.ts";
import { consoleFetch, entryOf, type Recorded } from "./transport.ts";

/** The control API with the types of its own routes: `api.people.$get({ query: { text: "ann" } })`. */
export const api = hc<ControlApi>("/api/v1", { fetch: consoleFetch });

/**
 * What a call answers.
 * @throws ApiError with the server's problem
 */
export async function answerOf<T>(call: Promise<ClientResponse<T, number, "json">>): Promise<T> {
  return (await recordedAnswerOf(call)).value;
}

/**
 * What a call answers, with its entry in the record.
 * @throws ApiError with the server's problem
 */
export async function recordedAnswerOf<T>(
  call: Promise<ClientResponse<T, number, "json">>,
): Promise<Recorded<T>> {
  const response = await call;
  if (!response.ok) throw new ApiError(await problemFrom(response as unknown as Response));
  return { value: (await response.json()) as T, entryId: entryOf(response) };
}
