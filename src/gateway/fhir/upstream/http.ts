import { Pool } from "undici";
import { AppError } from "../../../kernel/errors.ts";
import { DEFAULT_UPSTREAM_LIMITS } from "./types.ts";
import type { UpstreamLimits, UpstreamOptions } from "./types.ts";

export interface UpstreamReply {
  readonly status: number;
  /** Empty unless the status is 200: nothing else of an upstream's answer is looked at. */
  readonly body: Uint8Array;
}

/** HTTP to one origin. Redirects are not followed, encodings not accepted, bodies of errors not read. */
export interface UpstreamHttp {
  readonly base: URL;
  readonly limits: UpstreamLimits;
  get(path: string): Promise<UpstreamReply>;
  post(path: string, form: string): Promise<UpstreamReply>;
  close(): Promise<void>;
}

/** @throws AppError `config_invalid` when the base URL is none */
export function createUpstreamHttp(options: UpstreamOptions): UpstreamHttp {
  const base = baseOf(options.baseUrl);
  const limits = { ...DEFAULT_UPSTREAM_LIMITS, ...options.limits };
  const pool = new Pool(base.origin, {
    connections: limits.connections,
    connect: { timeout: limits.connectMs },
    headersTimeout: limits.silenceMs,
    bodyTimeout: limits.silenceMs,
    maxResponseSize: limits.responseBytes,
  });
  const headers = {
    accept: "application/fhir+json",
    "accept-encoding": "identity",
    ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
  };
  const form = { ...headers, "content-type": "application/x-www-form-urlencoded" };
  return {
    base,
    limits,
    get: (path) => ask(pool, limits, { path, method: "GET", headers }),
    post: (path, body) => ask(pool, limits, { path, method: "POST", headers: form, body }),
    close: () => pool.close(),
  };
}

/** Read of an answer that is not looked at, so that its connection can be used again. */
const DUMPED_BYTES = 64 * 1024;
/** Not acceptable: the status of an answer in an encoding that was not asked for. */
const ENCODED = 406;

interface Question {
  readonly path: string;
  readonly method: "GET" | "POST";
  readonly headers: Record<string, string>;
  readonly body?: string;
}

async function ask(pool: Pool, limits: UpstreamLimits, question: Question): Promise<UpstreamReply> {
  try {
    const signal = AbortSignal.timeout(limits.totalMs);
    const { statusCode, headers, body } = await pool.request({ ...question, signal });
    const isPlain = (headers["content-encoding"] ?? "identity") === "identity";
    if (statusCode !== 200 || !isPlain) {
      await body.dump({ limit: DUMPED_BYTES, signal });
      return { status: isPlain ? statusCode : ENCODED, body: new Uint8Array() };
    }
    return { status: 200, body: await body.bytes() };
  } catch (cause) {
    throw new AppError("upstream_unreachable", "the upstream did not answer", { cause });
  }
}

/** @throws AppError `config_invalid` when it is no http or https base url */
export function baseOf(url: string): URL {
  const base = URL.canParse(url) ? new URL(url) : undefined;
  if (
    base === undefined ||
    !["http:", "https:"].includes(base.protocol) ||
    base.search !== "" ||
    base.hash !== ""
  ) {
    throw new AppError("config_invalid", `the upstream address \`${url}\` is not an http or https base url`);
  }
  return base;
}
