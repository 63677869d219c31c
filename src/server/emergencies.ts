import { join } from "node:path";
import { nextEntryId } from "../audit/entry-id.ts";
import { createEmergencyRecorder } from "../audit/journal/emergency-recorder.ts";
import { type JournalHealth, openJournal } from "../audit/journal/journal.ts";
import { openJournalFile } from "../audit/journal/medium.ts";
import { sealedJournal } from "../audit/journal/sealed-place.ts";
import type { Recorder } from "../audit/recorder.ts";
import type { AuditEntry } from "../audit/types.ts";
import type { SealedPlace, Sealer } from "../keys/ports.ts";
import type { Clock } from "../kernel/clock.ts";
import { AppError } from "../kernel/errors.ts";
import type { Log } from "./log.ts";

export interface Emergencies {
  /** Resolves when durable: in the record, or, of an emergency alone, in the journal. */
  record(entry: AuditEntry): Promise<void>;
  health(): JournalHealth;
  /** For readiness: `waiting` while entries are to be merged. */
  check(): "ok" | "waiting" | "failing";
  /** For whoever turns keys. */
  readonly sealed: SealedPlace;
}

/** Room for thousands of entries of emergencies. */
const JOURNAL_BYTES = 16 * 1024 * 1024;

const CHECKS = { empty: "ok", holding: "waiting", altered: "failing", failing: "failing" } as const;

/**
 * The journal of the data folder beside the record; what it holds of an earlier run is merged first.
 * @throws AppError `record_unavailable` when it cannot be made.
 */
export async function openEmergencies(parts: {
  readonly dataDir: string;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly recorder: Pick<Recorder, "record" | "search">;
  /** Of the policy in force. */
  readonly policyHash: () => string;
  readonly log: Pick<Log, "fault">;
  readonly closers: (() => Promise<void>)[];
}): Promise<Emergencies> {
  const { recorder, clock, policyHash, log } = parts;
  const path = join(parts.dataDir, "journal", "emergencies");
  const newId = (): string => nextEntryId(clock);
  const journal = await openJournalFile(path, JOURNAL_BYTES)
    .then((medium) => openJournal(medium, parts.sealer, newId))
    .catch((cause: unknown) => {
      throw new AppError("record_unavailable", `the journal \`${path}\` cannot be made or read`, {
        cause,
        hint: "see whether the disk is full and the data folder writable",
      });
    });
  const onFault = (fault: unknown): void => log.fault("the journal could not be merged", fault);
  const emergencies = createEmergencyRecorder({
    journal,
    recorder,
    now: () => clock.now(),
    policyHash,
    onFault,
  });
  parts.closers.push(() => emergencies.close());
  emergencies.start();
  return {
    record: (entry) => emergencies.record(entry),
    health: () => journal.health(),
    check: () => CHECKS[journal.health().state],
    sealed: sealedJournal(path, journal),
  };
}
