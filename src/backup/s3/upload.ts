import { createHash } from "node:crypto";
import { AppError } from "../../kernel/errors.ts";
import { isRefusal, refusalCode, uploadIdOf } from "./answers.ts";
import type { S3Ask } from "./requests.ts";

/** What was sent, as the store can be asked about it. */
export interface Sent {
  readonly bytes: number;
  /** SHA-256 of all of it, base64. */
  readonly sha256: string;
  /** As S3 gives it back: the SHA-256 of one part, or that of the parts' with their count. */
  readonly checksum: string;
}

interface Part {
  readonly bytes: Buffer;
  readonly isLast: boolean;
}

/** Of multipart uploads (Amazon S3 multipart upload limits). */
const PARTS_MOST = 10_000;

/**
 * Sends bytes under this name, in parts where they are more than one holds. What was there stays until the last part is in.
 * @param headers of the object, such as its lock
 * @throws AppError `config_invalid` where the store refuses, `server_unreachable`, `input_invalid` where it is too long
 */
export async function upload(
  ask: S3Ask,
  name: string,
  bytes: AsyncIterable<Uint8Array>,
  { headers, partBytes }: { readonly headers: Readonly<Record<string, string>>; readonly partBytes: number },
): Promise<Sent> {
  const parts = inParts(bytes, partBytes);
  const first = (await parts.next()).value ?? { bytes: Buffer.alloc(0), isLast: true };
  if (first.isLast) return uploadWhole(ask, name, first.bytes, headers);
  const begun = await ask({
    method: "POST",
    name,
    query: { uploads: "" },
    headers: { ...headers, "x-amz-checksum-algorithm": "SHA256" },
  });
  const uploadId = uploadIdOf(await textOf(begun));
  try {
    return await uploadParts(ask, name, uploadId, first, parts);
  } catch (fault) {
    // Parts of an upload that never ends are paid for, and shown nowhere.
    await ask({ method: "DELETE", name, query: { uploadId } }).catch(() => undefined);
    throw fault;
  }
}

async function uploadWhole(
  ask: S3Ask,
  name: string,
  body: Buffer,
  headers: Readonly<Record<string, string>>,
): Promise<Sent> {
  const sha256 = hashOf(body).toString("base64");
  const sent = { ...headers, "x-amz-checksum-sha256": sha256 };
  await textOf(await ask({ method: "PUT", name, headers: sent, body }));
  return { bytes: body.length, sha256, checksum: sha256 };
}

async function uploadParts(
  ask: S3Ask,
  name: string,
  uploadId: string,
  first: Part,
  others: AsyncIterable<Part>,
): Promise<Sent> {
  const whole = createHash("sha256");
  const digests: Buffer[] = [];
  const lines: string[] = [];
  let bytes = 0;
  const send = async (body: Buffer): Promise<void> => {
    const number = digests.length + 1;
    if (number > PARTS_MOST) throw new AppError("input_invalid", "the backup is longer than a store takes");
    const digest = hashOf(body);
    const headers = { "x-amz-checksum-sha256": digest.toString("base64") };
    const query = { partNumber: String(number), uploadId };
    const answer = await ask({ method: "PUT", name, query, headers, body });
    await textOf(answer);
    whole.update(body);
    bytes += body.length;
    digests.push(digest);
    lines.push(partLine(number, answer.headers.get("etag") ?? "", digest));
  };
  await send(first.bytes);
  for await (const part of others) await send(part.bytes);
  const body = Buffer.from(`<CompleteMultipartUpload>${lines.join("")}</CompleteMultipartUpload>`);
  const said = await textOf(await ask({ method: "POST", name, query: { uploadId }, body }));
  if (isRefusal(said)) throw refused(refusalCode(said) ?? "InternalError");
  const checksum = `${hashOf(Buffer.concat(digests)).toString("base64")}-${digests.length}`;
  return { bytes, sha256: whole.digest("base64"), checksum };
}

function partLine(number: number, etag: string, digest: Buffer): string {
  const quoted = etag.replaceAll(/[^A-Za-z0-9"-]/g, "").replaceAll('"', "&quot;");
  return `<Part><PartNumber>${number}</PartNumber><ETag>${quoted}</ETag><ChecksumSHA256>${digest.toString("base64")}</ChecksumSHA256></Part>`;
}

/** Pieces of this size, in order; the last may be smaller. One piece is held back, to tell which is the last. */
async function* inParts(bytes: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Part> {
  let pieces: Uint8Array[] = [];
  let held = 0;
  for await (const piece of bytes) {
    pieces.push(piece);
    held += piece.length;
    if (held <= size) continue;
    const all = Buffer.concat(pieces);
    let at = 0;
    for (; all.length - at > size; at += size) yield { bytes: all.subarray(at, at + size), isLast: false };
    pieces = [all.subarray(at)];
    held = all.length - at;
  }
  yield { bytes: Buffer.concat(pieces), isLast: true };
}

/** The body of an answer that is none of refusal. @throws AppError as `refused` */
export async function textOf(answer: Response): Promise<string> {
  const text = await answer.text();
  if (answer.ok) return text;
  throw refused(refusalCode(text) ?? String(answer.status));
}

const HINTS: Readonly<Record<string, string>> = {
  AccessDenied: "allow reading, writing, listing and deleting under the prefix to these credentials",
  InvalidAccessKeyId: "renew the credentials",
  ExpiredToken: "renew the credentials",
  NoSuchBucket: "make the bucket, or see MODICUM_BACKUP_S3",
  SignatureDoesNotMatch: "see AWS_SECRET_ACCESS_KEY and MODICUM_BACKUP_S3_REGION",
  AuthorizationHeaderMalformed: "see MODICUM_BACKUP_S3_REGION",
  RequestTimeTooSkewed: "set this machine's clock",
};

/** @param code letters or digits alone */
export function refused(code: string): AppError {
  return new AppError("config_invalid", `the store of the backups refuses with \`${code}\``, {
    hint: HINTS[code] ?? "see the store's own log",
  });
}

function hashOf(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}
