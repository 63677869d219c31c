import type { Migration } from "kysely";
import { start } from "./0001-start.ts";
import { policyDrafts } from "./0002-policy-drafts.ts";
import { sessions } from "./0003-sessions.ts";
import { restrictions } from "./0004-restrictions.ts";
import { clients } from "./0005-clients.ts";
import { locate } from "./0006-locate.ts";
import { jobs } from "./0007-jobs.ts";
import { recordTree } from "./0008-record-tree.ts";
import { recordSources } from "./0012-record-sources.ts";
import { devices } from "./0013-devices.ts";

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
  "0012-record-sources": recordSources,
  "0013-devices": devices,
};
