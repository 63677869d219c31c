import type { RecipientClass } from "../../catalogue/vocabulary.ts";

/** An `enforcement-point` asks for decisions and does what their obligations say; an `agent` is a program that reasons. */
export type ClientKind = "app" | "service" | "agent" | "enforcement-point";

/** To whom everything goes that a client asks for (45 CFR 164.514(d)(3)); from its registration, never from a request. */
export interface ClientRecipient {
  readonly class: RecipientClass;
  readonly id: string;
  /** Identity and authority verified under 164.514(h). */
  readonly verified: boolean;
}

/** How a client shows at our own token endpoint that it is itself. `issuer`: not here, its identity provider sees to it. */
export type ClientAuthentication =
  | { readonly method: "issuer" }
  /** SHA-256 of a secret of 32 random bytes, hex. */
  | { readonly method: "client_secret"; readonly digest: string }
  /** Public keys (RFC 7517); assertions by RFC 7523, as SMART Backend Services asks. */
  | { readonly method: "private_key_jwt"; readonly keys: readonly Readonly<Record<string, unknown>>[] };

/** What was agreed for an app or a program. */
export interface Client {
  /** As the issuer of its tokens writes it in `client_id` or `azp`. */
  readonly id: string;
  readonly title: string;
  readonly kind: ClientKind;
  /** The person who answers for it. */
  readonly owner: string;
  /** The person whose rights it has where its token names no one else: client credentials; null: it has none. */
  readonly actsAs: string | null;
  /** Whose tokens may name it; null: any issuer that is trusted here. */
  readonly issuer: string | null;
  /** Null: the gateway's own. */
  readonly system: string | null;
  /** Empty: any. */
  readonly channels: readonly string[];
  /** Empty: those of the person. One: every call is for it. More: one of them has to be declared. */
  readonly purposes: readonly string[];
  /** Null: it uses, inside the organization. */
  readonly discloses: ClientRecipient | null;
  /** A ceiling on the scopes of its tokens; null: none. */
  readonly scopes: readonly string[] | null;
  readonly authentication: ClientAuthentication;
  /** Its word counts for the device that a call comes from: `Modicum-Device`. */
  readonly assertsDevice: boolean;
  /** Milliseconds since 1970: every registration ends. */
  readonly endsAt: number;
  readonly disabledAt: number | null;
  /** From 1; of two changes made on one version the second is refused. */
  readonly version: number;
}

/** Registrations of clients. Implemented in store/, checked by one contract suite. */
export interface ClientStore {
  find(clientId: string): Promise<Client | undefined>;
  /** By id. */
  list(query: { readonly after?: string; readonly limit: number }): Promise<readonly Client[]>;
  /** False when the id is taken. `version` is 1. */
  add(client: Client): Promise<boolean>;
  /** Writes the client as its next version; false when it is not at `version` any more. */
  change(client: Client, version: number): Promise<boolean>;
}

/** A client that somebody's tokens have come by. */
export interface Connection {
  readonly personId: string;
  readonly clientId: string;
  /** Milliseconds since 1970, as are the times below; `usedAt` to the minute. */
  readonly since: number;
  readonly usedAt: number;
  /** As presented last. */
  readonly scopes: readonly string[] | null;
  readonly purpose: string | null;
  /** Tokens issued up to then are not believed any more; null: none was taken back. */
  readonly revokedAt: number | null;
}

/** Connected apps, and tokens that are believed no more. Implemented in store/. */
export interface ConnectionStore {
  ofPerson(personId: string): Promise<readonly Connection[]>;
  find(personId: string, clientId: string): Promise<Connection | undefined>;
  /** Adds it, or moves `usedAt` forward with what was presented; leaves `since` and `revokedAt`. */
  use(connection: Omit<Connection, "since" | "revokedAt">): Promise<void>;
  /** Takes back every token of this client and person that was issued up to `at`. False when they are not connected. */
  revoke(personId: string, clientId: string, at: number): Promise<boolean>;
  /** Takes back one token, and forgets those that have ended anyway: whose `until` is over. False when it was before. */
  revokeToken(tokenId: string, until: number, now: number): Promise<boolean>;
  isRevoked(tokenIds: readonly string[]): Promise<boolean>;
}
