import { createSummaryDesk, type SummaryDesk } from "../audit/summaries/desk.ts";
import type { RecordSealer } from "../keys/ports.ts";
import type { Clock } from "../kernel/clock.ts";
import type { ColdFiles } from "../store/cold/search.ts";
import type { Database } from "../store/database.ts";
import { createRecordStore } from "../store/record-store.ts";

/** Sums the record up, cold months among it. */
export function openRecordSummaries(parts: {
  readonly database: Database;
  readonly cold: ColdFiles;
  readonly sealer: RecordSealer;
  readonly clock: Clock;
}): SummaryDesk {
  const store = createRecordStore(parts.database.kysely, parts.cold);
  return createSummaryDesk({ store, sealer: parts.sealer, clock: parts.clock });
}
