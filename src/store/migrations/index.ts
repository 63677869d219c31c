import type { Migration } from "kysely";
import { start } from "./0001-start.ts";
import { policyDrafts } from "./0002-policy-drafts.ts";
import { sessions } from "./0003-sessions.ts";
import { restrictions } from "./0004-restrictions.ts";
import { clients } from "./0005-clients.ts";
import { locate } from "./0006-locate.ts";
import { jobs } from "./0007-jobs.ts";
import { recordTree } from "./0008-record-tree.ts";
import { recordTiles } from "./0009-record-tiles.ts";
import { recordPartitions } from "./0010-record-partitions.ts";
import { patientKeys } from "./0011-patient-keys.ts";
import { recordSources } from "./0012-record-sources.ts";
import { devices } from "./0013-devices.ts";
import { shredding } from "./0015-shredding.ts";
import { retention } from "./0016-retention.ts";
import { backupRuns } from "./0017-backup-runs.ts";
import { endsTold } from "./0019-ends-told.ts";
import { inventory } from "./0020-inventory.ts";
import { deviceReports } from "./0021-device-reports.ts";
import { backupMoments } from "./0022-backup-moments.ts";
import { evidence } from "./0023-evidence.ts";
import { holdHandles } from "./0024-hold-handles.ts";

/** In order; a name never changes once it has shipped. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "0001-start": start,
  "0002-policy-drafts": policyDrafts,
  "0003-sessions": sessions,
  "0004-restrictions": restrictions,
  "0005-clients": clients,
  "0006-locate": locate,
  "0007-jobs": jobs,
  "0008-record-tree": recordTree,
  "0009-record-tiles": recordTiles,
  "0010-record-partitions": recordPartitions,
  "0011-patient-keys": patientKeys,
  "0012-record-sources": recordSources,
  "0013-devices": devices,
  "0015-shredding": shredding,
  "0016-retention": retention,
  "0017-backup-runs": backupRuns,
  "0019-ends-told": endsTold,
  "0020-inventory": inventory,
  "0021-device-reports": deviceReports,
  "0022-backup-moments": backupMoments,
  "0023-evidence": evidence,
  "0024-hold-handles": holdHandles,
};
