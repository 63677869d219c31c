import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { ExportConfig } from "../config.ts";
import { createExportKind } from "../gateway/fhir/export/job-kind.ts";
import type { ExportDesk } from "../gateway/fhir/export/types.ts";
import type { FhirGatewayDeps } from "../gateway/fhir/deps.ts";
import { standingCaller } from "../identity/standing-caller.ts";
import type { StandingParts } from "../identity/standing-caller.ts";
import type { JobStore } from "../jobs/ports.ts";
import { createRunner } from "../jobs/runner.ts";
import type { Runner } from "../jobs/runner.ts";
import type { DailySchedule } from "../jobs/schedule.ts";
import { createScheduler } from "../jobs/scheduler.ts";
import type { JobKind } from "../jobs/types.ts";
import type { Sealer } from "../keys/ports.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Database } from "../store/database.ts";
import { createJobFiles } from "../store/job-files.ts";
import { createJobStore } from "../store/job-store.ts";
import type { Log } from "./log.ts";

export interface JobParts {
  readonly config: { readonly dataDir: string; readonly exports: ExportConfig };
  readonly database: Database;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly log: Log;
  readonly identity: Omit<StandingParts, "clock">;
  readonly closers: (() => Promise<void>)[];
}

export interface Jobs {
  readonly store: JobStore;
  readonly exports: ExportDesk;
  /** Begins to do what is in the queue; what the gateway stands on is known only once we listen. */
  start(gateway: FhirGatewayDeps, daily?: readonly DailyJob[], asked?: readonly JobKind[]): void;
}

/** Done by itself once a day. */
export interface DailyJob {
  readonly kind: JobKind;
  readonly schedule: Omit<DailySchedule, "kind">;
}

const BATCH_PATIENTS = 50;
const FILE_RECORDS = 500;
const RUNNING_EXPORTS = 2;

/** The queue over the database, and its files in the data folder. */
export function openJobs({ config, database, sealer, clock, log, identity, closers }: JobParts): Jobs {
  const store = createJobStore(database.kysely, sealer);
  const files = createJobFiles(join(config.dataDir, "exports"), sealer);
  let runner: Runner | undefined;
  const exports: ExportDesk = {
    jobs: store,
    files,
    limits: { ...config.exports, batch: BATCH_PATIENTS, records: FILE_RECORDS, running: RUNNING_EXPORTS },
    newId: randomUUID,
    standing: (caller, since) => standingCaller({ ...identity, clock }, caller, since),
    wake: () => runner?.wake(),
  };
  return {
    store,
    exports,
    start: (gateway, daily = [], asked = []) => {
      const kinds = [createExportKind({ ...gateway, exports }), ...asked, ...daily.map(({ kind }) => kind)];
      const onFault = (fault: unknown): void => log.fault("a job failed", fault);
      runner = createRunner({ store, files, kinds, clock, onFault });
      closers.push(() => runner?.stop() ?? Promise.resolve());
      runner.start();
      const schedules = daily.map(({ kind: { kind }, schedule }) => ({ ...schedule, kind }));
      const scheduler = createScheduler({ store, schedules, clock, wake: exports.wake, onFault });
      closers.push(() => scheduler.stop());
      scheduler.start();
    },
  };
}
