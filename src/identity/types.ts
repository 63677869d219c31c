import type { ClientKind, ClientRecipient } from "./clients/ports.ts";

/** A member of the workforce, a vendor's employee, a patient or a program. */
export interface Person {
  /** `bea.biller` */
  readonly id: string;
  readonly displayName: string;
  readonly roles: readonly string[];
  /** `Practitioner/…` or `Patient/…` of the upstream. */
  readonly fhirUser: string | null;
  readonly department: string | null;
  readonly manager: string | null;
  readonly active: boolean;
}

/** Who called, as established; the declared purpose is still a claim. */
export interface Caller {
  readonly person: Person;
  readonly sessionId: string;
  /** From token claim, client registration, or header, in this order. */
  readonly declaredPurpose: string | null;
  readonly caseId: string | null;
  readonly system: string;
  readonly channel: string;
  readonly scopes: readonly string[] | null;
  /** The registered client that the call came by; absent: none. */
  readonly client?: CallerClient | undefined;
  /** What was presented; absent where nothing was, as when the server acts in somebody's name. */
  readonly token?: PresentedToken | undefined;
}

/** The token or session that a call came with. */
export interface PresentedToken {
  /** `sub`: a person, or the client itself. */
  readonly subject: string;
  /** Registered here or not. */
  readonly clientId: string | null;
  /** The patient in context of a SMART launch, as a logical id. */
  readonly launchPatient: string | null;
  /** What it was exchanged for (RFC 8693). */
  readonly origin: string | null;
  /** Milliseconds since 1970; null: not known. */
  readonly endsAt: number | null;
  /** The device that the call comes from, by the token or by a client that asserts devices; absent: none is named. */
  readonly deviceId?: string;
}

/** A registered client, as far as a decision and its surface depend on it. */
export interface CallerClient {
  readonly id: string;
  readonly kind: ClientKind;
  /** It does what the obligations of a decision say: then a decision may be told to it in part. */
  readonly honorsObligations: boolean;
  /** What every call of it is: `disclose` where what it gets leaves the organization. */
  readonly act: "use" | "disclose";
  readonly recipient: ClientRecipient | null;
}

/** What arrived, before anything is believed. */
export interface Credentials {
  readonly authorization: string | undefined;
  /** The Cookie header, where the console's own marks stand beside it (sessions/cookie.ts). */
  readonly session: string | undefined;
  readonly purposeHeader: string | undefined;
  readonly caseHeader: string | undefined;
  /** `Modicum-Device`; absent: none came. */
  readonly deviceHeader?: string | undefined;
  readonly channel: string;
}
