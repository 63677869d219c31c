import type { KeyObject } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { getRequestListener } from "@hono/node-server";
import type { RecordLogDesk } from "../api/ports.ts";
import { verifierKeyOf } from "../audit/tree/checkpoint.ts";
import { createLogDesk } from "../audit/tree/log-desk.ts";
import type { LogStore } from "../audit/tree/ports.ts";
import { keepNextTiles } from "../audit/tree/tiles.ts";
import type { Config } from "../config.ts";
import { createLogGateway } from "../gateway/log/http.ts";
import type { Pipeline } from "../pipeline.ts";
import type { ColdFiles } from "../store/cold/search.ts";
import type { Database } from "../store/database.ts";
import { createLogStore } from "../store/log-store.ts";
import { createRecordStore } from "../store/record-store.ts";
import type { Surface } from "./console.ts";
import type { Log } from "./log.ts";
import { toldOnce } from "./told-once.ts";
import { openWitnesses } from "./witnesses.ts";

export interface RecordLogParts {
  readonly database: Database;
  readonly cold: ColdFiles;
  readonly pipeline: Pipeline;
  readonly publicKey: KeyObject;
  readonly config: Pick<Config, "witnesses" | "mode">;
  readonly log: Log;
  readonly closers: (() => Promise<void>)[];
}

export interface OpenRecordLog {
  /** Everything under `/log`. */
  readonly surface: Surface;
  /** Proofs, and who cosigns. */
  readonly desk: RecordLogDesk;
  /** What `/readyz` says of the witnesses; null: there are none. */
  witnessed(): "ok" | "failing" | null;
  /** The last `seq` up to which full tiles of the leaves are durable. */
  tilesThrough(): Promise<number>;
}

/** The record as a log that outsiders can check: its tiles kept, and served. */
export async function openRecordLog(parts: RecordLogParts): Promise<OpenRecordLog> {
  const { config, database, pipeline, publicKey, log, closers } = parts;
  const store = createLogStore(database.kysely);
  const origin = (await store.state())?.origin ?? "";
  const record = createRecordStore(database.kysely, parts.cold);
  const app = createLogGateway({
    pipeline,
    store,
    entries: (fromSeq, limit) => record.leaves(fromSeq, limit),
    verifierKey: verifierKeyOf(origin, publicKey),
  });
  const witnesses = openWitnesses({
    configured: config.witnesses,
    isDemo: config.mode === "demo",
    store,
    log,
    closers,
  });
  closers.push(keepTilesOn(store, log));
  const listener = getRequestListener(app.fetch);
  return {
    surface: (request, response) => {
      if (!/^\/log(?:[/?]|$)/.test(request.url ?? "")) return false;
      void listener(request, response);
      return true;
    },
    desk: { ...createLogDesk(store, record), witnesses: witnesses.status },
    witnessed: witnesses.check,
    tilesThrough: async () => {
      const state = await store.state();
      return state === null ? 0 : state.firstSeq - 1 + (await store.tilesThrough());
    },
  };
}

const PAUSE_MS = 1_000;

/** Makes full tiles durable in the background, from where it stood when the process began. @returns what ends it */
function keepTilesOn(store: LogStore, log: Log): () => Promise<void> {
  const ended = new AbortController();
  const told = toldOnce(log, "tiles of the record could not be kept");
  const keeping = (async () => {
    while (!ended.signal.aborted) {
      const kept = await keepNextTiles(store).catch((fault: unknown) => told.fault(fault));
      if (kept !== undefined) told.passed();
      if (kept === undefined || kept === 0)
        await wait(PAUSE_MS, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  })();
  return async () => {
    ended.abort();
    await keeping;
  };
}
