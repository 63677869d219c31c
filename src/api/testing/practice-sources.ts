import { createIntake } from "../../audit/intake/intake.ts";
import { memoryIntakeStore, memorySourceStore } from "../../audit/intake/testing/memory-intake.ts";
import type { AuditEntry } from "../../audit/types.ts";
import { memorySealer } from "../../keys/testing/sealer.ts";
import { fixedClock } from "../../kernel/clock.ts";
import type { SourcesDesk } from "../sources/ports.ts";

/** Sources in memory; what comes in is appended to these entries. */
export function practiceSources(now: number, entries: AuditEntry[]): SourcesDesk {
  const store = memorySourceStore();
  const came = memoryIntakeStore(() =>
    entries.flatMap(({ id, source, at }) => (source === undefined ? [] : [{ id, source: source.id, at }])),
  );
  const intake = createIntake({
    store: came,
    sources: store,
    people: { byUserName: async (name) => name, byReference: async () => undefined },
    sealer: memorySealer(),
    clock: fixedClock(now),
    append: async (entry) => void entries.push(entry),
  });
  return { store, came, intake };
}
