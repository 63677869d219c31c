import { Kysely, PostgresDialect } from "kysely";
import { Pool } from "pg";
import { AppError } from "../kernel/errors.ts";
import { embeddedUrl, startEmbedded } from "./embedded/server.ts";
import type { ServerState } from "./embedded/supervisor.ts";
import type { Schema } from "./schema.ts";

/** Where the database is to be had. */
export interface DatabaseConfig {
  /** Absolute. Holds the embedded PostgreSQL when there is no `databaseUrl`. */
  readonly dataDir: string;
  /** `postgres://…` of a server run elsewhere. */
  readonly databaseUrl?: string | undefined;
  /** Of the embedded one: whether its write-ahead log waits until somebody has kept it. */
  readonly archives?: boolean;
  /** Sessions at most; 20 by default. */
  readonly poolSize?: number;
}

export interface Database {
  readonly kysely: Kysely<Schema>;
  readonly kind: "embedded" | "external";
  /** Password included: for the operator, never for a log. */
  readonly url: string;
  /** Of the embedded server; a server that is run elsewhere is not looked after. */
  state(): ServerState;
  /** Of the pool: open, of them idle, and who waits for one. */
  sessions(): { readonly open: number; readonly idle: number; readonly waiting: number };
  /** Whether it takes a question now, within a second. */
  answers(): Promise<boolean>;
  /** Ends the sessions and stops the server if it is ours. */
  close(): Promise<void>;
}

/** A statement that takes longer has failed, so that nobody waits for a record that will not come. */
const STATEMENT_TIMEOUT_MS = 15_000;
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Opens the database: the one `databaseUrl` names, else the embedded one over `dataDir`, started here.
 * @throws AppError `database_unreachable`, `conflict` (another process runs the embedded one), or
 * `config_invalid` when the server does not keep what it acknowledged.
 */
export async function openDatabase(config: DatabaseConfig): Promise<Database> {
  const embedded =
    config.databaseUrl === undefined ? await startEmbedded(config.dataDir, config.archives) : undefined;
  const url = embedded?.url ?? config.databaseUrl ?? "";
  const pool = openPool(url, config.poolSize ?? 20);
  const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  const close = async (): Promise<void> => {
    await kysely.destroy();
    await embedded?.stop();
  };
  try {
    await checkDurability(pool, url);
  } catch (fault) {
    await close();
    throw fault;
  }
  return {
    kysely,
    kind: embedded ? "embedded" : "external",
    url,
    state: () => embedded?.state() ?? "running",
    sessions: () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    answers: () => answersSoon(pool),
    close,
  };
}

/**
 * The database's address, password included, without opening it: for `modicum db url`.
 * @throws AppError `database_unreachable` when the embedded server does not run.
 */
export async function databaseUrl(config: Pick<DatabaseConfig, "dataDir" | "databaseUrl">): Promise<string> {
  return config.databaseUrl ?? (await embeddedUrl(config.dataDir));
}

function openPool(url: string, max: number): Pool {
  const pool = new Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS + 1_000,
    application_name: "modicum",
    // Whatever the server's default is: a commit that returned is on disk.
    options: "-c synchronous_commit=on",
  });
  // An idle session that breaks is replaced on next use, which reports the fault if it lasts.
  pool.on("error", () => undefined);
  // A session in use that breaks fails its query. The pool does not listen to it meanwhile, and an unheard error
  // would end the process: a database that dies must cost its answers, not the gateway.
  pool.on("connect", (session) => session.on("error", () => undefined));
  return pool;
}

const ANSWER_MS = 1_000;

async function answersSoon(pool: Pool): Promise<boolean> {
  const late = new Promise<boolean>((settle) => setTimeout(settle, ANSWER_MS, false).unref());
  const asked = pool.query("select 1").then(
    () => true,
    () => false,
  );
  return Promise.race([asked, late]);
}

/** 45 CFR 164.312(b): the record must be there after a power cut. */
async function checkDurability(pool: Pool, url: string): Promise<void> {
  const { rows } = await pool
    .query<{ fsync: string; writes: string }>(
      "select current_setting('fsync') as fsync, current_setting('full_page_writes') as writes",
    )
    .catch((cause: unknown) => {
      throw unreachable(url, cause);
    });
  if (rows[0]?.fsync === "on" && rows[0].writes === "on") return;
  throw new AppError("config_invalid", "the database may lose what it has acknowledged", {
    hint: "set fsync and full_page_writes to on in its configuration",
  });
}

function unreachable(url: string, cause: unknown): AppError {
  const place = URL.canParse(url) ? new URL(url) : undefined;
  const where = place ? `${place.host}${place.pathname}` : "DATABASE_URL";
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "no answer";
  return new AppError(
    "database_unreachable",
    `the database at \`${where}\` does not let us in: \`${code}\``,
    {
      cause,
      hint: "check that it runs and that DATABASE_URL is right",
    },
  );
}
