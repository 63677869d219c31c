import { Pool } from "undici";
import { AppError } from "../../../kernel/errors.ts";
import { IncomingAnswer } from "./incoming-answer.ts";
import type { Arrived } from "./incoming-answer.ts";
import { DEFAULT_UPSTREAM_LIMITS } from "./types.ts";
import type { UpstreamLimits, UpstreamOptions } from "./types.ts";

/** A whole answer. */
export type UpstreamReply = Pick<Arrived, "status" | "body">;

/**
 * HTTP to one origin. Redirects are not followed, encodings not accepted, bodies of errors not read. Each method throws
 * AppError `upstream_unreachable`.
 */
export interface UpstreamHttp {
  readonly base: URL;
  readonly limits: UpstreamLimits;
  get(path: string): Promise<Arrived>;
  post(path: string, form: string): Promise<Arrived>;
  close(): Promise<void>;
}

/** @throws AppError `config_invalid` when the base URL is none */
export function createUpstreamHttp(options: UpstreamOptions): UpstreamHttp {
  const base = baseOf(options.baseUrl);
  const limits = { ...DEFAULT_UPSTREAM_LIMITS, ...options.limits };
  const pool = new Pool(base.origin, {
    connections: limits.connections,
    connect: options.connector?.(limits.connectMs) ?? { timeout: limits.connectMs },
    headersTimeout: limits.silenceMs,
    bodyTimeout: limits.silenceMs,
  });
  // As names and values in turn: undici has nothing to look up then.
  const headers = ["accept", "application/fhir+json", "accept-encoding", "identity"];
  if (options.token !== undefined) headers.push("authorization", `Bearer ${options.token}`);
  const form = [...headers, "content-type", "application/x-www-form-urlencoded"];
  const ask = async (question: Question): Promise<Arrived> => {
    const answer = new IncomingAnswer(limits);
    const watched = options.watch?.(question.method);
    pool.dispatch(
      watched ? { ...question, headers: [...question.headers, ...watched.headers] } : question,
      answer,
    );
    try {
      const { more, ...arrived } = await answer.arrived();
      watched?.settled(arrived.status);
      return { ...arrived, more: more && named(more) };
    } catch (cause) {
      watched?.settled(null);
      throw unreachable(cause);
    }
  };
  return {
    base,
    limits,
    get: (path) => ask({ path, method: "GET", headers }),
    post: (path, body) => ask({ path, method: "POST", headers: form, body }),
    close: () => pool.close(),
  };
}

interface Question {
  readonly path: string;
  readonly method: "GET" | "POST";
  readonly headers: string[];
  readonly body?: string;
}

/** The rest of an answer with its faults named. */
async function* named(more: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const parts = more[Symbol.asyncIterator]();
  try {
    for (;;) {
      const part = await parts.next().catch((cause: unknown) => {
        throw unreachable(cause);
      });
      if (part.done === true) return;
      yield part.value;
    }
  } finally {
    await parts.return?.();
  }
}

/** The answer with all that follows. @throws AppError `upstream_unreachable` where it is longer than `responseBytes` */
export async function whole(
  { status, body, more }: Arrived,
  { responseBytes }: Pick<UpstreamLimits, "responseBytes">,
): Promise<UpstreamReply> {
  const parts = [body];
  let length = body.length;
  if (more !== null && length <= responseBytes) {
    for await (const part of more) {
      parts.push(part);
      length += part.length;
      if (length > responseBytes) break;
    }
  }
  if (length > responseBytes) throw unreachable(new Error("the answer is too long"));
  return { status, body: parts.length === 1 ? body : Buffer.concat(parts) };
}

function unreachable(cause: unknown): AppError {
  return new AppError("upstream_unreachable", "the upstream did not answer", { cause });
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
