/**
 * The log as C2SP tlog-tiles lays it out. Checkpoints and hash tiles are public: a size, times and SHA-256 hashes over
 * log forms, each of which holds a random id and hashes of ciphertext, so that nothing can be guessed from them. Entry
 * bundles name workforce members: they take the right to the record, and every fetch is in the record itself.
 */
import { type Context, Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { LoggedCheckpoint } from "../../audit/tree/ports.ts";
import { readTile, tileWidth } from "../../audit/tree/tiles.ts";
import { AppError } from "../../kernel/errors.ts";
import { faultStatusOf } from "../../kernel/http-status.ts";
import { lengthPrefixed } from "./bundle.ts";
import { answerEntries } from "./entries.ts";
import type { LogGatewayDeps } from "./ports.ts";
import { tilePathOf } from "./tile-path.ts";

const NOTE_TYPE = "text/plain; charset=utf-8";
const BYTES_TYPE = "application/octet-stream";
const FOREVER = "public, max-age=31536000, immutable";

/** Checkpoints in one answer of the history. */
const HISTORY_PAGE = 1_000;

/** Everything under `/log`. */
export function createLogGateway(deps: LogGatewayDeps): Hono {
  const app = new Hono();
  app.get("/log/checkpoint", (c) => answerNewest(deps, c));
  app.get("/log/checkpoints/:after", (c) => answerHistory(deps, c, c.req.param("after")));
  app.get("/log/key", (c) => bytes(c, Buffer.from(`${deps.verifierKey}\n`), NOTE_TYPE, "no-cache"));
  app.get("/log/tile/*", (c) => answerTile(deps, c));
  app.notFound((c) => message(c, 404, "there is no such part of the log"));
  app.onError((fault, c) =>
    message(c, fault instanceof AppError ? faultStatusOf(fault.code) : 500, "the log cannot be read now"),
  );
  return app;
}

async function answerNewest({ store }: LogGatewayDeps, c: Context): Promise<Response> {
  const newest = await store.newest();
  if (newest === null) return message(c, 404, "the log is empty");
  return bytes(c, Buffer.from(newest.note), NOTE_TYPE, "no-cache");
}

/**
 * Checkpoints of trees larger than `after`, smallest first, each after its length; nothing, where there are no more. Of one
 * second only the newest, and those that witnesses cosigned: a busy log commits hundreds of times in it.
 */
async function answerHistory({ store }: LogGatewayDeps, c: Context, after: string): Promise<Response> {
  const size = Number(after);
  if (!/^\d{1,15}$/.test(after)) return message(c, 404, "there is no such part of the log");
  const page = newestOfSeconds(await store.checkpoints(size, HISTORY_PAGE));
  return bytes(c, Buffer.concat(page.flatMap(({ note }) => lengthPrefixed(note))), BYTES_TYPE, "no-cache");
}

function newestOfSeconds(page: readonly LoggedCheckpoint[]): readonly LoggedCheckpoint[] {
  const secondOf = (at: number | undefined): number => Math.floor((at ?? Infinity) / 1000);
  return page.filter((one, at) => one.cosigned || secondOf(one.at) !== secondOf(page[at + 1]?.at));
}

async function answerTile(deps: LogGatewayDeps, c: Context): Promise<Response> {
  const path = tilePathOf(c.req.path.slice("/log/tile/".length));
  const state = path === null ? null : await deps.store.state();
  if (path === null || state === null) return message(c, 404, "there is no such tile");
  const level = typeof path.kind === "number" ? path.kind : 0;
  if (tileWidth(state.size, level, path.index) < path.width) return message(c, 404, "there is no such tile");
  if (typeof path.kind !== "number") return answerEntries(deps, c, state, { ...path, kind: path.kind });
  const tile = await readTile(deps.store, path.kind, path.index, path.width);
  if (tile === null) throw new AppError("record_unavailable", "leaves of the record are missing");
  return bytes(c, tile, BYTES_TYPE, path.width === 256 ? FOREVER : "no-cache");
}

function bytes(c: Context, body: Uint8Array, type: string, caching: string): Response {
  return c.body(Uint8Array.from(body), 200, { "Content-Type": type, "Cache-Control": caching });
}

function message(c: Context, status: number, text: string): Response {
  return c.text(`${text}\n`, status as ContentfulStatusCode, { "Cache-Control": "no-store" });
}
