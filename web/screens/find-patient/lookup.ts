import type { InferResponseType } from "hono/client";
import { answerOf, api } from "../../api/client.ts";

export type LocatedPatient = InferResponseType<typeof api.locate.$post, 200>;

/** What a patient is looked up by; it lives on the page and in the body of one request alone. */
export type LookupKey =
  | { readonly mrn: string }
  | { readonly family: string; readonly given: string; readonly birthDate: string };

/** @throws ApiError; nobody, several, and somebody one may not be shown are the same 404 */
export async function lookUp(key: LookupKey): Promise<LocatedPatient> {
  return answerOf(api.locate.$post({ json: key }));
}
