import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { AppError } from "../../kernel/errors.ts";
import type { BackupTarget } from "../ports.ts";
import { listedPage, listedVersions, refusalCode } from "./answers.ts";
import { keyOf, type S3Ask, type S3Patience, type S3Place, s3Requests } from "./requests.ts";
import { refused, type Sent, textOf, upload } from "./upload.ts";

/** For how long the store refuses to change or remove what was written (S3 Object Lock). */
export interface S3Lock {
  readonly mode: "GOVERNANCE" | "COMPLIANCE";
  readonly days: number;
}

export interface S3Settings extends S3Place {
  readonly lock?: S3Lock;
  readonly patience?: S3Patience;
  /** Of an upload in parts; at least 5 MiB, and 10,000 of them are the most. */
  readonly partBytes?: number;
}

const PART_BYTES = 16 * 1024 * 1024;
const DAY_MS = 86_400_000;

/**
 * Keys of patients must be gone once they are destroyed: nothing of theirs is locked, and no older version stays.
 * 45 CFR 164.310(d)(2)(i)
 */
function mustGo(name: string): boolean {
  return name.startsWith("keys/");
}

/**
 * Backups as objects of a bucket, in AWS S3 or a store that speaks its API. What was sent is checked against what the store
 * has before it counts.
 * @param now milliseconds since 1970; locks last from then on
 */
export function s3Target(settings: S3Settings, now: () => number = Date.now): BackupTarget {
  const ask = s3Requests(settings, settings.patience);
  const { lock, partBytes = PART_BYTES } = settings;
  return {
    put: async (name, bytes) => {
      const headers = lock === undefined || mustGo(name) ? {} : lockHeaders(lock, now());
      const sent = await upload(ask, name, bytes, { headers, partBytes });
      await verify(ask, name, sent);
      if (mustGo(name)) await removeVersions(ask, settings, name, ({ isLatest }) => !isLatest);
    },
    get: async (name) => {
      const answer = await ask({ method: "GET", name });
      if (answer.status === 404) return noneIfNoKey(await answer.text());
      if (!answer.ok) await textOf(answer);
      return bodyOf(answer);
    },
    list: (prefix) => listed(ask, settings, prefix),
    remove: async (name) => {
      const removed = await removeVersions(ask, settings, name, () => true);
      if (removed > 0) return;
      const answer = await ask({ method: "DELETE", name });
      if (answer.status !== 404) await textOf(answer);
    },
  };
}

function lockHeaders({ mode, days }: S3Lock, now: number): Readonly<Record<string, string>> {
  return {
    "x-amz-object-lock-mode": mode,
    "x-amz-object-lock-retain-until-date": new Date(now + days * DAY_MS).toISOString(),
  };
}

/** A store that gives no checksum, or makes another of many parts, is asked for all of it. */
async function verify(ask: S3Ask, name: string, sent: Sent): Promise<void> {
  const headers = { "x-amz-checksum-mode": "ENABLED" };
  const head = await ask({ method: "HEAD", name, headers });
  if (!head.ok) throw refused(String(head.status));
  if (mustGo(name) && head.headers.has("x-amz-object-lock-mode")) {
    throw new AppError(
      "config_invalid",
      "the bucket locks keys of patients, so that none could be destroyed",
      {
        hint: "take its default retention away, and set MODICUM_BACKUP_S3_LOCK: it locks all but the keys",
      },
    );
  }
  const told = head.headers.get("x-amz-checksum-sha256");
  const isWhole = told === sent.checksum || (await hashed(ask, name)) === sent.sha256;
  if (isWhole && Number(head.headers.get("content-length")) === sent.bytes) return;
  throw new AppError("report_incomplete", "the store of the backups does not have what was sent to it", {
    hint: "do not use this store before that is found out",
  });
}

async function hashed(ask: S3Ask, name: string): Promise<string> {
  const answer = await ask({ method: "GET", name });
  if (!answer.ok) await textOf(answer);
  const hash = createHash("sha256");
  for await (const chunk of bodyOf(answer)) hash.update(chunk as Uint8Array);
  return hash.digest("base64");
}

async function listed(ask: S3Ask, place: S3Place, prefix: string): Promise<readonly string[]> {
  const begin = keyOf(place, "");
  const names: string[] = [];
  let next: string | null = null;
  do {
    const query: Record<string, string> = { "list-type": "2", prefix: keyOf(place, prefix) };
    if (next !== null) query["continuation-token"] = next;
    const page = listedPage(await textOf(await ask({ method: "GET", name: "", query })));
    names.push(...page.keys.map((key) => key.slice(begin.length)));
    ({ next } = page);
  } while (next !== null);
  return names.toSorted();
}

/** Of a bucket that keeps versions; how many it removed. @throws AppError `conflict` where one is locked */
async function removeVersions(
  ask: S3Ask,
  place: S3Place,
  name: string,
  wanted: (version: { readonly isLatest: boolean }) => boolean,
): Promise<number> {
  const key = keyOf(place, name);
  const answer = await ask({ method: "GET", name: "", query: { versions: "", prefix: key } });
  // Stores without versions do not know the question.
  if ([400, 405, 501].includes(answer.status)) return 0;
  const versions = listedVersions(await textOf(answer));
  const going = versions.filter((version) => version.key === key && wanted(version));
  for (const { versionId } of going) {
    const gone = await ask({ method: "DELETE", name, query: { versionId } });
    const text = await gone.text();
    if (gone.ok || gone.status === 404) continue;
    const code = refusalCode(text) ?? String(gone.status);
    if (gone.status !== 403 || mustGo(name)) throw refused(code);
    throw new AppError("conflict", "the store keeps a backup under lock", {
      hint: "it goes once its lock has ended",
    });
  }
  return going.length;
}

function noneIfNoKey(text: string): null {
  const code = refusalCode(text);
  if (code === null || code === "NoSuchKey") return null;
  throw refused(code);
}

function bodyOf({ body }: Response): Readable {
  return body === null ? Readable.from([]) : Readable.fromWeb(body);
}
