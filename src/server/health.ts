import type { SourceStore } from "../audit/intake/ports.ts";
import type { Config } from "../config.ts";
import type { RelationSourceStatus } from "../identity/ports.ts";
import type { JobStore } from "../jobs/ports.ts";
import type { Keyring } from "../keys/keyring.ts";
import type { Clock } from "../kernel/clock.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import type { Database } from "../store/database.ts";
import { createLogStore } from "../store/log-store.ts";
import { createHealthDesk, type OpenHealth } from "./health/desk.ts";
import { feedProbes } from "./health/feed-probes.ts";
import { recordProbes } from "./health/record-probes.ts";
import { storageProbes } from "./health/storage-probes.ts";
import type { OpenRecord } from "./record.ts";
import type { OpenRecordLog } from "./record-log.ts";
import type { Safekeeping } from "./safekeeping.ts";

export interface HealthParts {
  readonly config: Pick<Config, "dataDir" | "backup" | "cold">;
  readonly database: Database;
  readonly keyring: Keyring;
  readonly record: OpenRecord;
  readonly recordLog: Pick<OpenRecordLog, "desk">;
  readonly safekeeping: Pick<Safekeeping, "desks">;
  readonly relations: { readonly desk: { status(): Promise<readonly RelationSourceStatus[]> } };
  readonly feeds: { readonly sources: { readonly store: Pick<SourceStore, "list"> } };
  readonly jobs: { readonly store: Pick<JobStore, "list"> };
  readonly policy: CompiledPolicy;
  readonly clock: Clock;
  readonly closers: (() => Promise<void>)[];
}

const EVERY_MS = 15_000;

/** What an administrator looks at first (45 CFR 164.308(a)(1)(ii)(D)); from now on it is looked at by itself too. */
export async function openHealth(parts: HealthParts): Promise<OpenHealth> {
  const { config, database, clock, recordLog, safekeeping } = parts;
  const { witnesses } = recordLog.desk;
  const witnessNames = (await witnesses()).map(({ name }) => name);
  const desk = createHealthDesk(
    [
      ...recordProbes({ ...parts, log: createLogStore(database.kysely), witnessNames, witnesses }),
      ...storageProbes({
        ...parts,
        backups: safekeeping.desks.backups,
        folders: [config.dataDir, ...backupFolder(config), config.cold.folder],
      }),
      ...feedProbes({
        relations: parts.relations.desk,
        policy: () => parts.policy,
        sources: parts.feeds.sources.store,
        jobs: parts.jobs.store,
        clock,
      }),
    ],
    clock,
  );
  parts.closers.push(desk.watch(EVERY_MS));
  return desk;
}

/** A bucket has no room that could be looked at. */
function backupFolder({ backup: { target } }: HealthParts["config"]): readonly string[] {
  return target.kind === "folder" ? [target.dir] : [];
}
