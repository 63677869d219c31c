import { consoleFetch, succeeded } from "./transport.ts";

/** A purpose that the person's roles have. */
export interface SessionPurpose {
  readonly id: string;
  readonly title: string;
  /** HL7 v3 PurposeOfUse; null for employment. */
  readonly code: string | null;
  readonly basis: string;
  /** Named together with its case. */
  readonly caseBound: boolean;
  readonly why: string;
  readonly reminder: string | null;
  readonly notThisIf: string | null;
}

export interface SessionPerson {
  readonly id: string;
  readonly displayName: string;
  readonly roles: readonly { readonly id: string; readonly title: string }[];
  readonly department: string | null;
}

export interface DemoPerson {
  readonly id: string;
  readonly displayName: string;
  readonly roleTitle: string;
}

/** Who one is here, through what, for what one may be here, and how to sign in. */
export interface Session {
  readonly mode: "demo" | "production";
  /** Null: nobody has signed in. */
  readonly person: SessionPerson | null;
  readonly system: string;
  readonly purposes: readonly SessionPurpose[];
  readonly signIn:
    | { readonly kind: "demo"; readonly people: readonly DemoPerson[] }
    | { readonly kind: "oidc"; readonly url: string };
}

const PATH = "/api/v1/session";

/** @throws ApiError */
export async function readSession(signal?: AbortSignal): Promise<Session> {
  const response = await succeeded(await consoleFetch(PATH, signal ? { signal } : {}));
  return (await response.json()) as Session;
}

/**
 * Signs in as a person of the demo.
 * @throws ApiError; in production always
 */
export async function signInAs(person: string): Promise<void> {
  const headers = { "Content-Type": "application/json" };
  await succeeded(await consoleFetch(PATH, { method: "POST", headers, body: JSON.stringify({ person }) }));
}

/** @throws ApiError */
export async function endSession(): Promise<void> {
  await succeeded(await consoleFetch(PATH, { method: "DELETE" }));
}
