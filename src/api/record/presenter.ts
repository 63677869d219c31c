import type { z } from "@hono/zod-openapi";
import type { AuditEntry } from "../../audit/types.ts";
import { isoTime } from "../iso-time.ts";
import type { EntrySchema } from "./schema.ts";

/** What the asker may see of entries besides their own part in them. */
export interface EntryRights {
  /** `record.patients` */
  readonly patients: boolean;
  /** `record.entries`: how much was withheld follows from data that who asked for it may not see. */
  readonly counts: boolean;
}

/** The allow-list of what leaves of an entry. The query as asked stays sealed. */
export function presentEntry(entry: AuditEntry, rights: EntryRights): z.infer<typeof EntrySchema> {
  return {
    id: entry.id,
    at: isoTime(entry.at),
    person: entry.personId,
    roles: [...entry.roles],
    act: entry.act,
    interaction: entry.interaction,
    resourceType: entry.resourceType,
    purpose: entry.purpose,
    purposes: [...entry.purposes],
    basis: entry.basis,
    rules: [...entry.rules],
    grants: [...entry.grantIds],
    policy: entry.policyHash,
    system: entry.system,
    channel: entry.channel,
    outcome: entry.outcome,
    reason: entry.reason,
    released: [...entry.released],
    recordCount: entry.recordCount,
    changes: [...entry.changes],
    ...(entry.partOf === undefined ? {} : { partOf: entry.partOf }),
    ...(entry.exceptions === undefined ? {} : { exceptions: [...entry.exceptions] }),
    recipient: entry.recipient,
    ...(rights.counts ? { withheldCount: entry.withheldCount } : {}),
    ...(rights.patients ? { patients: [...entry.patients], records: [...entry.records] } : {}),
  };
}
