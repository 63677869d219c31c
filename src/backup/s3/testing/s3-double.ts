import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { Bucket, hash } from "./bucket.ts";
import { type Access, isSigned } from "./signature.ts";

export interface S3Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

interface Asked {
  readonly method: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
}

export interface S3Double {
  readonly url: string;
  readonly bucket: Bucket;
  /** Every request so far, as `PUT keys/patients.sealed?partNumber=1`. */
  readonly asked: string[];
  /** Answers that come before the double's own. */
  readonly ahead: (S3Answer | "hang")[];
  /** What the double answers, changed. */
  bent: (answer: S3Answer, asked: string) => S3Answer;
  close(): Promise<void>;
}

const PAGE = 2;

/**
 * A double of the S3 API over HTTP, path style: it refuses what is not signed and what differs from the checksums that were
 * sent, keeps versions and locks, and gives names out in pages of two.
 */
export async function s3Double(bucketName: string, access: Access, now: () => number): Promise<S3Double> {
  const bucket = new Bucket();
  const server = createServer((request, response) => {
    void buffer(request).then((body) => {
      const url = new URL(request.url ?? "", "http://s3");
      const [, name = "", ...path] = url.pathname.split("/");
      const { method = "", headers } = request;
      const asked = { method, key: path.join("/"), query: url.searchParams, headers, body };
      const told = `${method} ${asked.key}${url.search}`;
      double.asked.push(told);
      const ahead = double.ahead.shift();
      if (ahead === "hang") return;
      const own = (): S3Answer => {
        if (!isSigned(request, body, access)) return refusal(403, "SignatureDoesNotMatch");
        if (name !== bucketName) return refusal(404, "NoSuchBucket");
        return answered(bucket, asked, now());
      };
      const answer = double.bent(ahead ?? own(), told);
      const length =
        method === "HEAD" ? {} : { "content-length": String(Buffer.byteLength(answer.body ?? "")) };
      response.writeHead(answer.status, { ...length, ...answer.headers });
      response.end(method === "HEAD" ? undefined : answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const double: S3Double = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bucket,
    asked: [],
    ahead: [],
    bent: (answer) => answer,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return double;
}

export function refusal(status: number, code: string): S3Answer {
  return {
    status,
    body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>of the double</Message></Error>`,
  };
}

function answered(bucket: Bucket, asked: Asked, now: number): S3Answer {
  const sent = asked.headers["x-amz-checksum-sha256"];
  if (sent !== undefined && sent !== hash(asked.body).toString("base64")) return refusal(400, "BadDigest");
  if (asked.key === "") return asked.query.has("versions") ? versions(bucket, asked) : listing(bucket, asked);
  if (asked.query.has("uploads") || asked.query.has("uploadId")) return multipart(bucket, asked);
  if (asked.method === "PUT") {
    bucket.put(asked.key, { bytes: asked.body, checksum: String(sent), ...lockOf(asked.headers) });
    return { status: 200 };
  }
  if (asked.method === "DELETE") return removed(bucket, asked, now);
  const found = bucket.newest(asked.key);
  if (found === undefined || found.bytes === null) return refusal(404, "NoSuchKey");
  const shown = asked.headers["x-amz-checksum-mode"] === "ENABLED";
  const headers = {
    "content-length": String(found.bytes.length),
    ...(shown ? { "x-amz-checksum-sha256": found.checksum } : {}),
    ...(found.lockMode === undefined ? {} : { "x-amz-object-lock-mode": found.lockMode }),
  };
  return { status: 200, headers, body: found.bytes };
}

const locks = new Map<string, IncomingMessage["headers"]>();

function multipart(bucket: Bucket, { method, key, query, headers, body }: Asked): S3Answer {
  const id = query.get("uploadId");
  if (id === null) {
    const uploadId = bucket.newId();
    bucket.uploads.set(uploadId, new Map());
    locks.set(uploadId, headers);
    return {
      status: 200,
      body: `<InitiateMultipartUploadResult><UploadId>${uploadId}</UploadId></InitiateMultipartUploadResult>`,
    };
  }
  const parts = bucket.uploads.get(id);
  if (parts === undefined) return refusal(404, "NoSuchUpload");
  if (method === "DELETE") {
    bucket.uploads.delete(id);
    return { status: 204 };
  }
  if (method === "PUT") {
    parts.set(Number(query.get("partNumber")), body);
    return { status: 200, headers: { etag: `"${hash(body).toString("hex")}"` } };
  }
  if (!isOf(parts, body.toString("utf8"))) return refusal(400, "InvalidPart");
  bucket.put(key, { ...bucket.joined(id), ...lockOf(locks.get(id) ?? {}) });
  return {
    status: 200,
    body: "<CompleteMultipartUploadResult><ETag>x</ETag></CompleteMultipartUploadResult>",
  };
}

/** Each part by its number, tag and checksum, and none but those that were sent. */
function isOf(parts: ReadonlyMap<number, Buffer>, said: string): boolean {
  const expected = [...parts].map(
    ([number, part]) =>
      `<Part><PartNumber>${number}</PartNumber><ETag>&quot;${hash(part).toString("hex")}&quot;</ETag><ChecksumSHA256>${hash(part).toString("base64")}</ChecksumSHA256></Part>`,
  );
  return said === `<CompleteMultipartUpload>${expected.join("")}</CompleteMultipartUpload>`;
}

function removed(bucket: Bucket, { key, query }: Asked, now: number): S3Answer {
  const id = query.get("versionId");
  if (id === null) bucket.put(key, { bytes: null, checksum: "", lockedUntil: 0, lockMode: undefined });
  else if (!bucket.remove(key, id, now)) return refusal(403, "AccessDenied");
  return { status: 204 };
}

function listing(bucket: Bucket, { query }: Asked): S3Answer {
  const from = query.get("continuation-token") ?? "";
  const keys = bucket.keys(query.get("prefix") ?? "").filter((key) => key > from);
  const page = keys.slice(0, PAGE);
  const next = keys.length > PAGE ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : "";
  const contents = page.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("");
  return {
    status: 200,
    body: `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${contents}${next}</ListBucketResult>`,
  };
}

function versions(bucket: Bucket, { query }: Asked): S3Answer {
  const prefix = query.get("prefix") ?? "";
  const told = [...bucket.objects].flatMap(([key, all]) =>
    key.startsWith(prefix)
      ? all.map(({ id, bytes }, index) => {
          const kind = bytes === null ? "DeleteMarker" : "Version";
          return `<${kind}><Key>${key}</Key><VersionId>${id}</VersionId><IsLatest>${index === 0}</IsLatest></${kind}>`;
        })
      : [],
  );
  return { status: 200, body: `<ListVersionsResult>${told.join("")}</ListVersionsResult>` };
}

function lockOf(headers: IncomingMessage["headers"]) {
  const until = headers["x-amz-object-lock-retain-until-date"];
  const mode = headers["x-amz-object-lock-mode"];
  return {
    lockedUntil: typeof until === "string" ? Date.parse(until) : 0,
    lockMode: typeof mode === "string" ? mode : undefined,
  };
}
