import { Client } from "pg";
import type { ArchivedDatabase } from "../../backup/moments/ports.ts";
import { faultsNamed } from "../fault.ts";
import { acknowledge, readArchived, waitingIn } from "./archive-folder.ts";
import { copyCluster } from "./base-files.ts";
import { clusterPaths, readPassword } from "./cluster.ts";

/** The embedded database over this folder, whose log is kept. @param url as its superuser */
export function embeddedArchive(dataDir: string, url: string): ArchivedDatabase {
  const paths = clusterPaths(dataDir);
  return {
    systemId: () =>
      faultsNamed("reading the database", async () => {
        const [row] = await asked<{ id: string }>(
          url,
          "select system_identifier::text as id from pg_control_system()",
        );
        return row?.id ?? "";
      }),
    segment: () =>
      faultsNamed("reading the database", async () => {
        const [row] = await asked<{ name: string }>(
          url,
          "select pg_walfile_name(pg_current_wal_insert_lsn()) as name",
        );
        return row?.name ?? "";
      }),
    copy: () => {
      let copying: ReturnType<typeof copyCluster> | undefined;
      return {
        files: (async function* () {
          copying = copyCluster(url, paths, await readPassword(paths));
          yield* copying.files;
        })(),
        span: () => (copying ?? copyCluster(url, paths, "")).span(),
      };
    },
    endSegment: () => faultsNamed("ending a segment", () => endSegment(url)),
    waiting: () => waitingIn(paths),
    read: (name) => readArchived(paths, name),
    acknowledge: (name) => acknowledge(paths, name),
  };
}

/**
 * The commit is what recovery stops at: a moment is reached only where one after it stands in the log. A millisecond is taken
 * off, so that the moment lies before it however clocks are rounded.
 */
async function endSegment(url: string): Promise<{ readonly segment: string; readonly at: number }> {
  const [tick] = await asked<{ at: string }>(
    url,
    "select (floor(extract(epoch from clock_timestamp()) * 1000) - 1)::text as at, pg_current_xact_id()",
  );
  const [ended] = await asked<{ segment: string }>(url, "select pg_walfile_name(pg_switch_wal()) as segment");
  return { segment: ended?.segment ?? "", at: Number(tick?.at ?? 0) };
}

async function asked<T extends object>(url: string, statement: string): Promise<readonly T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(statement)).rows;
  } finally {
    await client.end();
  }
}
