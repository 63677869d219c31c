import type { InferResponseType } from "hono/client";
import { answerOf, api } from "./client.ts";

/** Who one is here, through what, for what one may be here, and how to sign in. */
export type Session = InferResponseType<typeof api.session.$get, 200>;

/** A purpose that the person may declare. */
export type SessionPurpose = Session["purposes"][number];

/** Somebody whom one can sign in as, in the demo alone. */
export type DemoPerson = Extract<Session["signIn"], { kind: "demo" }>["people"][number];

/** @throws ApiError */
export async function readSession(): Promise<Session> {
  return answerOf(api.session.$get());
}

/**
 * Signs in as a person of the demo.
 * @throws ApiError; in production always
 */
export async function signInAs(person: string): Promise<Session> {
  return answerOf(api.session.$post({ json: { person } }));
}

/**
 * Ends the session. The answer names where to sign out of the identity provider too, if anywhere.
 * @throws ApiError
 */
export async function endSession(): Promise<string | null> {
  return (await answerOf(api.session.$delete())).url;
}
