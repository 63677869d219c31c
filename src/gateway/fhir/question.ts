import type { Written } from "./record/written.ts";

/** One HTTP request, apart from node:http, so that it can be asked without a socket. */
export interface HttpQuestion {
  readonly method: string;
  /** Request target as received: path and query. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Reads the body; null when it is longer than `limit` bytes. */
  body(limit: number): Promise<Uint8Array | null>;
}

/** One HTTP response. `body` is null for 304. */
export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
}

/** What an interaction answers when it is permitted. */
export interface FhirAnswer {
  readonly status: 200 | 201 | 202 | 204 | 304;
  /** Null: no body. */
  readonly resource: Written | null;
  readonly etag: string | null;
  /** In lower case, such as `location`. INVARIANT: none but `etag` depends on a record that is not shown. */
  readonly headers?: Readonly<Record<string, string>>;
  /** In place of a resource: content in its own media type. */
  readonly content?: { readonly type: string; readonly bytes: Uint8Array };
}
