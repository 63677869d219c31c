import type { Migration } from "kysely";
import { start } from "./0001-start.ts";
import { policyDrafts } from "./0002-policy-drafts.ts";
import { sessions } from "./0003-sessions.ts";
import { clients } from "./0005-clients.ts";

/** In order; a name never changes once it has shipped. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "0001-start": start,
  "0002-policy-drafts": policyDrafts,
  "0003-sessions": sessions,
  "0005-clients": clients,
};
