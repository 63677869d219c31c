import { nextEntryId } from "../audit/entry-id.ts";
import type { FhirUpstream } from "../gateway/fhir/upstream/types.ts";
import { createLocateDesk, type LocateDesk } from "../governance/locate/desk.ts";
import { searchParametersOf } from "../governance/locate/key.ts";
import type { Sealer } from "../keys/ports.ts";
import type { Clock } from "../kernel/clock.ts";
import { objectProjection } from "../projection/object-projection.ts";
import type { Database } from "../store/database.ts";
import { createLocateStore } from "../store/locate-store.ts";
import { projectionContext } from "./gateway-parts.ts";

export interface LocateParts {
  readonly database: Database;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly upstream: Pick<FhirUpstream, "search">;
  readonly stepMs: number;
}

/** Finding one patient by exact key, over the upstream, counted in the database. */
export function openLocate({ database, sealer, clock, upstream, stepMs }: LocateParts): LocateDesk {
  return createLocateDesk({
    store: createLocateStore(database.kysely, sealer),
    source: { candidates: (key) => upstream.search("Patient", searchParametersOf(key)) },
    projectionOf: objectProjection,
    projectionContext: projectionContext(sealer),
    now: () => clock.now(),
    nextId: () => nextEntryId(clock),
    stepMs,
  });
}
