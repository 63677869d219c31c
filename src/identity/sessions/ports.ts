/** Who vouched for the person: the demo's list of people, or the identity provider. */
export type SignInMethod = "demo" | "oidc";

/** A person signed in to the console, as it is kept. */
export interface Session {
  /** SHA-256 of the cookie's secret, hex: names the session and does not open it. */
  readonly id: string;
  readonly personId: string;
  readonly method: SignInMethod;
  /** Milliseconds since 1970, as are the times below. */
  readonly madeAt: number;
  /** When it was last used, to the minute. */
  readonly seenAt: number;
  /** Its end, however much it is used. */
  readonly endsAt: number;
  readonly revokedAt: number | null;
}

/** Sessions of the console. Implemented in store/, checked by one contract suite. */
export interface SessionStore {
  add(session: Session): Promise<void>;
  find(id: string): Promise<Session | undefined>;
  /** All that are kept of a person, the latest used first. */
  ofPerson(personId: string): Promise<readonly Session[]>;
  /** Moves `seenAt` forward, never back. */
  touch(id: string, at: number): Promise<void>;
  /** Ends it; the first time stays when it comes again. */
  revoke(id: string, at: number): Promise<void>;
  /** Deletes sessions whose end lies before; who signed in, and when, is in the record. */
  forget(endedBefore: number): Promise<void>;
}
