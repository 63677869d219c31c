import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { AwsClient } from "aws4fetch";
import { AppError } from "../../kernel/errors.ts";

/** Where a bucket is and who asks. */
export interface S3Place {
  readonly bucket: string;
  /** Before every name, without a slash at either end; empty for none. */
  readonly prefix: string;
  /** `https://s3.eu-central-1.amazonaws.com`, or that of another store. */
  readonly endpoint: string;
  readonly region: string;
  /** The bucket in the path and not in the host's name, as most stores but AWS take it. */
  readonly pathStyle: boolean;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** How patient a store is asked. Milliseconds. */
export interface S3Patience {
  /** Until it begins to answer. */
  readonly timeoutMs: number;
  /** Times that it is asked at most. */
  readonly attempts: number;
  /** Before the second time; twice as long before each next one. */
  readonly pauseMs: number;
}

export const S3_PATIENCE: S3Patience = { timeoutMs: 60_000, attempts: 4, pauseMs: 300 };

export interface S3Request {
  readonly method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  /** Within the prefix; empty: the bucket itself. */
  readonly name: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

/** Asks the store, signed, until it answers with something that another attempt would not better. */
export type S3Ask = (request: S3Request) => Promise<Response>;

/**
 * Requests of the S3 API (2006-03-01), signed with Signature Version 4 over the SHA-256 of the body.
 * A busy store (429, 5xx) and one that cannot be reached are asked again; a refusal comes back as it is.
 * @throws AppError `server_unreachable` when it does not answer
 */
export function s3Requests(place: S3Place, patience: S3Patience = S3_PATIENCE): S3Ask {
  const { accessKeyId, secretAccessKey, sessionToken, region } = place;
  const session = sessionToken === undefined ? {} : { sessionToken };
  const aws = new AwsClient({ accessKeyId, secretAccessKey, ...session, service: "s3", region, retries: 0 });
  return async (request) => {
    for (let attempt = 1; ; attempt++) {
      const answer = await once(aws, place, request, patience.timeoutMs);
      const isFinal = answer !== null && answer.status !== 429 && answer.status < 500;
      if (isFinal || (answer !== null && attempt >= patience.attempts)) return answer;
      await answer?.body?.cancel();
      if (attempt >= patience.attempts) throw unanswered();
      await pause(patience.pauseMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2));
    }
  };
}

async function once(
  aws: AwsClient,
  place: S3Place,
  { method, name, query = {}, headers = {}, body }: S3Request,
  timeoutMs: number,
): Promise<Response | null> {
  // Only until the answer begins: a backup takes as long to read as it takes.
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), timeoutMs);
  try {
    return await aws.fetch(addressOf(place, name, query), {
      method,
      headers: { ...headers, "x-amz-content-sha256": hex(body ?? Buffer.alloc(0)) },
      ...(body === undefined ? {} : { body: new Uint8Array(body) }),
      redirect: "manual",
      signal: late.signal,
    });
  } catch (fault) {
    if (fault instanceof AppError) throw fault;
    if (fault instanceof Error && fault.cause instanceof AppError) throw fault.cause;
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function addressOf(place: S3Place, name: string, query: Readonly<Record<string, string>>): string {
  const url = new URL(place.endpoint);
  if (!place.pathStyle) url.hostname = `${place.bucket}.${url.hostname}`;
  const key = name === "" ? "" : keyOf(place, name);
  const path = place.pathStyle ? [place.bucket, key] : [key];
  url.pathname = `${url.pathname.replace(/\/$/, "")}/${path.filter((part) => part !== "").join("/")}`;
  url.search = new URLSearchParams(query).toString();
  return url.href;
}

/** What the object of this name is called in the bucket. */
export function keyOf({ prefix }: Pick<S3Place, "prefix">, name: string): string {
  return prefix === "" ? name : `${prefix}/${name}`;
}

function hex(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function unanswered(): AppError {
  return new AppError("server_unreachable", "the store of the backups does not answer", {
    hint: "see MODICUM_BACKUP_S3_ENDPOINT, and MODICUM_PRIVATE_NETWORKS where it is on a private address",
  });
}
