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
}

/** What arrived, before anything is believed. */
export interface Credentials {
  readonly authorization: string | undefined;
  /** The Cookie header, where the console's own marks stand beside it (sessions/cookie.ts). */
  readonly session: string | undefined;
  readonly purposeHeader: string | undefined;
  readonly caseHeader: string | undefined;
  readonly channel: string;
}
