import { Pool } from "undici";
import { AppError } from "../../../kernel/errors.ts";
import { parseJsonObject, stringifyJson } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { isLogicalId } from "../admit.ts";
import { baseOf } from "./http.ts";
import { DEFAULT_UPSTREAM_LIMITS } from "./types.ts";
import type { UpstreamOptions } from "./types.ts";

/** What became of a write: done, changed by somebody else before, or refused by the upstream's own rules. */
export type WriteOutcome =
  | { readonly kind: "done"; readonly id: string }
  | { readonly kind: "conflict" }
  | { readonly kind: "refused"; readonly status: number };

/** The writes of the FHIR R4 server behind the gateway, http 3.1.0.4 to 3.1.0.11. */
export interface FhirUpstreamWrites {
  /** @throws AppError `upstream_unreachable`, `upstream_invalid`; then nobody knows whether it was written */
  create(type: string, record: JsonObject): Promise<WriteOutcome>;
  /** Only while the record has this version; null: whichever it has. Throws as `create`. */
  update(type: string, id: string, record: JsonObject, version: string | null): Promise<WriteOutcome>;
  /** Throws as `create`. */
  delete(type: string, id: string, version: string | null): Promise<WriteOutcome>;
  /**
   * A transaction Bundle: all or nothing. Gives the id of each entry's record, in order; null: it says none.
   * Throws as `create`.
   */
  transaction(bundle: JsonObject): Promise<TransactionOutcome>;
}

export type TransactionOutcome =
  | { readonly kind: "done"; readonly ids: readonly (string | null)[] }
  | Exclude<WriteOutcome, { readonly kind: "done" }>;

interface Reply {
  readonly status: number;
  readonly location: string | undefined;
  /** Empty where it was not asked for. */
  readonly body: Uint8Array;
}

interface Ask {
  readonly method: "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly body?: JsonObject;
  readonly version?: string | null;
  readonly readsBody?: boolean;
}

/** Somebody else wrote in between: FHIR R4 http, 3.1.0.5, and servers that say 409. */
const CONFLICTS: ReadonlySet<number> = new Set([409, 412]);
const DUMPED_BYTES = 64 * 1024;

/**
 * Writes over HTTP. Nothing of an answer is looked at but the status and, for what is created, its id.
 * @throws AppError `config_invalid` when the base URL is none
 */
export function createUpstreamWrites(
  options: UpstreamOptions,
): FhirUpstreamWrites & { close(): Promise<void> } {
  const base = baseOf(options.baseUrl);
  const limits = { ...DEFAULT_UPSTREAM_LIMITS, ...options.limits };
  const pool = new Pool(base.origin, {
    connections: limits.connections,
    connect: options.connector?.(limits.connectMs) ?? { timeout: limits.connectMs },
    headersTimeout: limits.silenceMs,
    bodyTimeout: limits.silenceMs,
    maxResponseSize: limits.responseBytes,
  });
  const root = base.pathname.replace(/\/$/, "");
  const ask = (one: Ask): Promise<Reply> =>
    askOnce(pool, { ...one, path: `${root}${one.path}` }, limits.totalMs, options);
  return {
    create: async (type, record) =>
      outcomeOf(await ask({ method: "POST", path: `/${type}`, body: record }), type, null),
    update: async (type, id, record, version) =>
      outcomeOf(await ask({ method: "PUT", path: pathOf(type, id), body: record, version }), type, id),
    delete: async (type, id, version) =>
      outcomeOf(await ask({ method: "DELETE", path: pathOf(type, id), version }), type, id),
    transaction: async (bundle) =>
      transactionOutcome(await ask({ method: "POST", path: "", body: bundle, readsBody: true })),
    close: () => pool.close(),
  };
}

function pathOf(type: string, id: string): string {
  return `/${type}/${encodeURIComponent(id)}`;
}

async function askOnce(
  pool: Pool,
  ask: Ask,
  totalMs: number,
  { token, watch }: Pick<UpstreamOptions, "token" | "watch">,
): Promise<Reply> {
  const watched = watch?.(ask.method);
  try {
    const signal = AbortSignal.timeout(totalMs);
    const headers = [...Object.entries(headersOf(ask, token)).flat(), ...(watched?.headers ?? [])];
    const body = ask.body === undefined ? null : stringifyJson(ask.body);
    const reply = await pool.request({ path: ask.path, method: ask.method, headers, body, signal });
    watched?.settled(reply.statusCode);
    const location = reply.headers["location"];
    const read = ask.readsBody === true && reply.statusCode === 200;
    if (!read) await reply.body.dump({ limit: DUMPED_BYTES, signal });
    return {
      status: reply.statusCode,
      location: typeof location === "string" ? location : undefined,
      body: read ? await reply.body.bytes() : new Uint8Array(),
    };
  } catch (cause) {
    watched?.settled(null);
    throw new AppError("upstream_unreachable", "the upstream did not answer a write", { cause });
  }
}

function headersOf({ body, version }: Ask, token: string | undefined): Record<string, string> {
  return {
    accept: "application/fhir+json",
    "accept-encoding": "identity",
    prefer: "return=minimal",
    ...(body === undefined ? {} : { "content-type": "application/fhir+json; charset=utf-8" }),
    ...(version === undefined || version === null ? {} : { "if-match": `W/"${version}"` }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
}

function outcomeOf({ status, location }: Reply, type: string, id: string | null): WriteOutcome {
  const failed = failureOf(status);
  if (failed !== null) return failed;
  const written = id ?? idIn(location, type);
  if (written === null)
    throw new AppError("upstream_invalid", "the upstream does not say which record it created");
  return { kind: "done", id: written };
}

/** Null: it was done. */
function failureOf(status: number): Exclude<WriteOutcome, { readonly kind: "done" }> | null {
  if (status >= 200 && status < 300) return null;
  if (CONFLICTS.has(status)) return { kind: "conflict" };
  if (status >= 400 && status < 500) return { kind: "refused", status };
  throw new AppError("upstream_invalid", `the upstream answered a write with status \`${status}\``);
}

/** The id in `…/Type/id` or `…/Type/id/_history/1`. */
function idIn(location: string | undefined, type: string | null): string | null {
  const [, named, id] =
    /(?:^|\/)([A-Z][A-Za-z]+)\/([^/?#]+)(?:\/_history\/[^/?#]+)?$/.exec(location ?? "") ?? [];
  const isOfType = type === null || named === type;
  return isOfType && id !== undefined && isLogicalId(id) ? id : null;
}

function transactionOutcome({ status, body }: Reply): TransactionOutcome {
  const failed = failureOf(status);
  if (failed !== null) return failed;
  const entries = entriesIn(body);
  return { kind: "done", ids: entries.map((entry) => idIn(locationIn(entry), null)) };
}

function entriesIn(body: Uint8Array): readonly JsonObject[] {
  try {
    const { entry } = parseJsonObject(body);
    return Array.isArray(entry) ? (entry as readonly JsonObject[]) : [];
  } catch (cause) {
    throw new AppError("upstream_invalid", "the upstream's answer to a transaction is not readable json", {
      cause,
    });
  }
}

function locationIn({ response }: JsonObject): string | undefined {
  const location = (response as JsonObject | undefined)?.["location"];
  return typeof location === "string" ? location : undefined;
}
