import { rm } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";
import { AppError } from "../../kernel/errors.ts";
import { serverAccount } from "./account.ts";
import { ARCHIVING, closeArchiveFolder, openArchiveFolder } from "./archive-folder.ts";
import { findBinaries } from "./binaries.ts";
import { type ClusterPaths, clusterPaths, prepareCluster, readPassword } from "./cluster.ts";
import { hasEnded, readPostmaster, stateOf } from "./postmaster.ts";
import { startOnFreePort, startOnPort, STOP_TIMEOUT_MS, stopServer } from "./process.ts";
import { connect, DATABASE, holdsOwnerLock, urlOf } from "./session.ts";
import { type ServerState, supervise } from "./supervisor.ts";

/** A running embedded PostgreSQL that this process owns. */
export interface EmbeddedServer {
  /** With password; for this machine's owner alone, never for a log. */
  readonly url: string;
  /** Process id of the server as it was started first. */
  readonly pid: number;
  state(): ServerState;
  /** Ends sessions, checkpoints and stops. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL on a free loopback port over `<dataDir>/postgres`, making it on the first start.
 * A server that a killed process left running is stopped first; one that ends by itself is started again.
 * @param archives whether it drops nothing of its write-ahead log before this process has said that it is kept
 * @throws AppError `conflict` when another living process owns it; `internal` when it does not start.
 */
export async function startEmbedded(dataDir: string, archives = false): Promise<EmbeddedServer> {
  const [binaries, account] = await Promise.all([findBinaries(), serverAccount()]);
  const paths = clusterPaths(dataDir, archives ? ARCHIVING : ["archive_mode=off"]);
  await prepareCluster(paths, binaries, account);
  const password = await readPassword(paths);
  const makeWay = async (): Promise<void> => {
    await takeOver(paths, password);
    if (archives) await openArchiveFolder(paths, account);
  };
  await makeWay();
  const { child, port } = await startOnFreePort(paths, password, binaries, account);
  let owner: pg.Client;
  try {
    owner = await own(port, password, paths);
    await createDatabase(owner);
  } catch (fault) {
    await stopServer(child);
    throw fault;
  }
  // On the same port: that is where everybody looks for it.
  const supervised = supervise(child, async () => {
    await makeWay();
    const again = await startOnPort(port, paths, password, binaries, account);
    owner = await own(port, password, paths).catch(async (fault: unknown) => {
      await stopServer(again);
      throw fault;
    });
    return again;
  });
  process.once("exit", supervised.kill);
  return {
    url: urlOf(port, password, DATABASE),
    pid: child.pid ?? 0,
    state: supervised.state,
    async stop() {
      if (archives) await closeArchiveFolder(paths);
      await owner.end().catch(() => undefined);
      await supervised.stop();
      process.off("exit", supervised.kill);
    },
  };
}

/**
 * The address of the embedded server that runs over this folder, password included.
 * @throws AppError `database_unreachable` when none runs.
 */
export async function embeddedUrl(dataDir: string): Promise<string> {
  const paths = clusterPaths(dataDir);
  const password = await readPassword(paths);
  const running = await readPostmaster(paths.cluster);
  if (!running || (await stateOf(running.pid)) !== "postgres") {
    throw new AppError("database_unreachable", `no database runs over \`${dataDir}\``, {
      hint: "start modicum first",
    });
  }
  return urlOf(running.port, password, DATABASE);
}

function ownedByAnother(paths: ClusterPaths): AppError {
  return new AppError("conflict", `another process runs the database in \`${paths.dataDir}\``, {
    hint: "stop it first, or give this one its own MODICUM_DATA",
  });
}

/** Makes way for our own server: nobody may run one over this cluster any more. */
async function takeOver(paths: ClusterPaths, password: string): Promise<void> {
  const found = await readPostmaster(paths.cluster);
  if (!found) return;
  if ((await stateOf(found.pid)) !== "postgres") {
    // PostgreSQL would refuse to start where the stale id belongs to some other program by now. That no orphan of the
    // killed server still writes, it makes sure of by its shared memory, which is found by the folder.
    await rm(join(paths.cluster, "postmaster.pid"), { force: true });
    return;
  }
  const client = await connect(found.port, password).catch(() => undefined);
  if (!client) {
    if (await hasEnded(found.pid, 5000)) return;
    throw ownedByAnother(paths);
  }
  const orphan = await holdsOwnerLock(client);
  await client.end();
  if (!orphan) throw ownedByAnother(paths);
  // Nobody keeps its log any more: it is not to wait for that before it ends.
  await closeArchiveFolder(paths);
  process.kill(found.pid, "SIGINT");
  if (!(await hasEnded(found.pid, STOP_TIMEOUT_MS))) throw ownedByAnother(paths);
}

async function own(port: number, password: string, paths: ClusterPaths): Promise<pg.Client> {
  const client = await connect(port, password);
  if (await holdsOwnerLock(client)) return client;
  await client.end();
  throw ownedByAnother(paths);
}

async function createDatabase(owner: pg.Client): Promise<void> {
  const { rowCount } = await owner.query("select 1 from pg_database where datname = $1", [DATABASE]);
  if (rowCount === 0) await owner.query(`create database ${DATABASE}`);
}
