import { type ClientResponse, hc } from "hono/client";
import type { SuccessStatusCode } from "hono/utils/http-status";
import type { ControlApi } from "../../src/api/app.ts";
import { ApiError, problemFrom } from "./problem.ts";
import { consoleFetch, entryOf, type Recorded } from "./transport.ts";

/** The control API with the types of its own routes: `api.people.$get({ query: { text: "ann" } })`. */
export const api = hc<ControlApi>("/api/v1", { fetch: consoleFetch });

type AnyResponse = ClientResponse<unknown, number>;

/** The body of those of a call's answers that are a success. */
export type Body<R> =
  R extends ClientResponse<infer T, infer Status, "json">
    ? Status extends SuccessStatusCode
      ? T
      : never
    : never;

/**
 * What a call answers.
 * @throws ApiError with the server's problem
 */
export async function answerOf<R extends AnyResponse>(call: Promise<R>): Promise<Body<R>> {
  return (await recordedAnswerOf(call)).value;
}

/**
 * What a call answers, with its entry in the record.
 * @throws ApiError with the server's problem
 */
export async function recordedAnswerOf<R extends AnyResponse>(call: Promise<R>): Promise<Recorded<Body<R>>> {
  const response = await call;
  if (!response.ok) throw new ApiError(await problemFrom(response));
  return { value: (await response.json()) as Body<R>, entryId: entryOf(response) };
}
