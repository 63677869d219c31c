import type { RecorderHealth } from "../../audit/recorder.ts";
import type { RelationSourceStatus } from "../../identity/ports.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Database } from "../../store/database.ts";
import type { Metrics } from "./metrics.ts";

/** What stands behind the doors, as far as it is measured. */
export interface Measured {
  readonly record: { health(): RecorderHealth };
  readonly relations: { readonly desk: { status(): Promise<readonly RelationSourceStatus[]> } };
  readonly database: Pick<Database, "sessions">;
  readonly clock: Clock;
}

/** Values that are read when somebody scrapes: lag of the record, age of relation facts, sessions of the database. */
export function addGauges({ gauge }: Metrics, { record, relations, database, clock }: Measured): void {
  gauge({
    name: "record_waiting_entries",
    help: "Entries that are not yet durable.",
    read: () => [["", record.health().waiting]],
  });
  gauge({
    name: "record_lag_seconds",
    help: "How long the oldest of them has waited.",
    read: () => [["", record.health().lagMs / 1_000]],
  });
  gauge({
    name: "record_failing",
    help: "1 while the record cannot be written, so that nothing is released.",
    read: () => [["", record.health().failing === null ? 0 : 1]],
  });
  gauge({
    name: "relation_facts",
    help: "Relation facts by source.",
    label: "source",
    read: async () => (await relations.desk.status()).map(({ source, facts }) => [source, facts]),
  });
  gauge({
    name: "relation_age_seconds",
    help: "Since a source of relation facts was last read.",
    label: "source",
    read: async () =>
      (await relations.desk.status()).flatMap(({ source, syncedAt }) =>
        syncedAt === null ? [] : [[source, Math.max(0, clock.now() - syncedAt) / 1_000] as const],
      ),
  });
  gauge({
    name: "database_sessions",
    help: "Sessions of the pool by state; waiting: requests for one.",
    label: "state",
    read: () => Object.entries(database.sessions()),
  });
}
