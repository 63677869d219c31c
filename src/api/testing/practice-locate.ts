import { nextEntryId } from "../../audit/entry-id.ts";
import { createLocateDesk, type LocateDesk } from "../../governance/locate/desk.ts";
import type { LocateStore } from "../../governance/locate/ports.ts";
import { memoryLocateStore } from "../../governance/locate/testing/memory-locate-store.ts";
import { type Clock, systemClock } from "../../kernel/clock.ts";
import type { JsonObject } from "../../kernel/json.ts";
import { objectProjection } from "../../projection/object-projection.ts";

/** Looking patients up among these records, with lookups counted in memory. */
export function practiceLocate(
  records: readonly JsonObject[],
  clock: Clock = systemClock,
  store: LocateStore = memoryLocateStore(),
): LocateDesk {
  return createLocateDesk({
    store,
    source: {
      async *candidates() {
        yield* records;
      },
    },
    projectionOf: objectProjection,
    projectionContext: ({ now }) => ({ now, tokenize: null, zip3: new Set() }),
    now: () => clock.now(),
    nextId: () => nextEntryId(clock),
    stepMs: 0,
  });
}
