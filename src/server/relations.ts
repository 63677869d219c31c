import type { RelationsDesk } from "../api/ports.ts";
import type { RelationIndex } from "../catalogue/relations.ts";
import { createFactNames } from "../decision/name-table.ts";
import { buildRelationIndex } from "../decision/relation-index.ts";
import type { FhirUpstream } from "../gateway/fhir/upstream/types.ts";
import { createFactsProvider } from "../identity/facts-provider.ts";
import type { PeopleStore, RelationStore } from "../identity/ports.ts";
import { importRelations } from "../identity/relations/import.ts";
import { createRelationSyncJob } from "../identity/relations/sync-job.ts";
import type { Person } from "../identity/types.ts";
import type { RecordSealer } from "../keys/ports.ts";
import type { Clock } from "../kernel/clock.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import type { Database } from "../store/database.ts";
import { createRelationStore } from "../store/relation-store.ts";
import type { Log } from "./log.ts";

export interface RelationParts {
  readonly database: Database;
  readonly sealer: RecordSealer;
  readonly policy: CompiledPolicy;
  readonly clock: Clock;
  readonly log: Log;
  readonly fhir: FhirUpstream;
  readonly people: PeopleStore;
  readonly closers: (() => Promise<void>)[];
}

export interface Relations {
  factsFor(person: Person): Promise<RelationIndex>;
  /** Begins the sync that goes on until the process ends. */
  start(): void;
  ready(): boolean;
  /** Asks the upstream about one patient, rate-limited, in the background: it serves the next request. */
  refresh(patientId: string): void;
  readonly desk: RelationsDesk;
  readonly store: RelationStore;
}

/** Relation facts: read from the upstream again and again, kept sealed, looked up per person. */
export function openRelations(parts: RelationParts): Relations {
  const { clock, people, closers } = parts;
  const store = createRelationStore(parts.database.kysely, parts.sealer);
  const definitions = [...parts.policy.relations.values()];
  const names = createFactNames();
  const facts = createFactsProvider(store, clock, (known) => buildRelationIndex(known, names));
  const job = createRelationSyncJob({
    upstream: parts.fhir,
    definitions,
    people,
    store,
    clock,
    changed: () => facts.invalidate(),
    report: (failures) => {
      for (const { source, code } of failures)
        parts.log.warn("relation facts could not be read", { source, code });
    },
  });
  closers.push(() => job.stop());
  return {
    store,
    factsFor: (person) => facts.factsFor(person),
    start: () => job.start(),
    ready: () => job.ready(),
    refresh: (patientId) => void job.refreshPatient(patientId),
    desk: {
      status: () => store.status(),
      sync: async () => {
        await job.syncNow();
        return store.status();
      },
      import: async (csv) => {
        const outcome = await importRelations(csv, { store, people, definitions, clock });
        facts.invalidate();
        return outcome;
      },
    },
  };
}
