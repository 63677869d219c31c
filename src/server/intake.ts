import type { SourcesDesk } from "../api/sources/ports.ts";
import { createIntake } from "../audit/intake/intake.ts";
import type { SourceStore } from "../audit/intake/ports.ts";
import { recordSilences } from "../audit/intake/sources.ts";
import type { PeopleStore } from "../identity/ports.ts";
import type { Sealer } from "../keys/ports.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Database } from "../store/database.ts";
import { createIntakeStore } from "../store/intake-store.ts";
import { createSourceStore } from "../store/source-store.ts";
import { addDemoSources } from "./demo-sources.ts";
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
  /** The demo hospital has two systems that send. */
  readonly isDemo: boolean;
}

const CHECK_MS = 60_000;

/** Sources and the way in; whoever has fallen silent is looked for each minute, and goes into record and log. */
export async function openIntake(parts: IntakeParts): Promise<SourcesDesk> {
  const { database, sealer, clock, people, record } = parts;
  const sources = createSourceStore(database.kysely);
  const store = createIntakeStore(database.kysely, sealer);
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
  if (parts.isDemo) await addDemoSources(sources, intake, clock.now());
  watchSilence(parts, sources);
  return { store: sources, came: store, intake };
}

function watchSilence({ record, clock, log, closers }: IntakeParts, sources: SourceStore): void {
  const check = async (): Promise<void> => {
    try {
      for (const { id } of await recordSilences({ ...record, sources, clock }))
        log.warn("a source has fallen silent", { source: id });
    } catch (fault) {
      log.fault("looking for silent sources failed", fault);
    }
  };
  let checking = check();
  const timer = setInterval(() => void (checking = checking.then(check)), CHECK_MS);
  closers.push(async () => {
    clearInterval(timer);
    await checking;
  });
}
