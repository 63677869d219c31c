import type { SourcesDesk } from "../api/sources/ports.ts";
import { createIntake } from "../audit/intake/intake.ts";
import { recordSilences } from "../audit/intake/sources.ts";
import type { PeopleStore } from "../identity/ports.ts";
import type { Sealer } from "../keys/ports.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Database } from "../store/database.ts";
import { createIntakeStore } from "../store/intake-store.ts";
import { createSourceStore } from "../store/source-store.ts";
import type { Log } from "./log.ts";
import type { OpenRecord } from "./record.ts";

export interface IntakeParts {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly log: Log;
  readonly people: Pick<PeopleStore, "find">;
  readonly record: Pick<OpenRecord, "append" | "nextEntryId">;
  readonly closers: (() => Promise<void>)[];
}

const CHECK_MS = 60_000;

/** Sources and the way in; whoever has fallen silent is looked for each minute, and goes into record and log. */
export function openIntake(parts: IntakeParts): SourcesDesk {
  const { database, sealer, clock, log, people, record, closers } = parts;
  const sources = createSourceStore(database.kysely);
  const store = createIntakeStore(database.kysely, sealer);
  const check = async (): Promise<void> => {
    try {
      for (const { id } of await recordSilences({ ...record, sources, clock }))
        log.warn("a source has fallen silent", { source: id });
    } catch (fault) {
      log.fault("looking for silent sources failed", fault);
    }
  };
  let checking = check();
  const timer = setInterval(() => (checking = checking.then(check)), CHECK_MS);
  closers.push(async () => {
    clearInterval(timer);
    await checking;
  });
  const intake = createIntake({
    store,
    sources,
    people: {
      byUserName: async (userName) => (await people.find(userName))?.id,
      byReference: (reference) => store.personBy(reference),
    },
    sealer,
    clock,
    append: record.append,
  });
  return { store: sources, came: store, intake };
}
