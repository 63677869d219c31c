import { AppError } from "../../kernel/errors.ts";
import { refuseUnstorable } from "../stored-entry.ts";
import type { AuditEntry } from "../types.ts";
import { type MergeParts, mergeJournal } from "./merge.ts";

/** The record, and beside it the journal, where emergencies go on while the record cannot be written. */
export interface EmergencyRecorder {
  /**
   * INVARIANT: resolves only after the entry is durable: in the record, or, of an emergency alone, in the journal.
   * @throws AppError `record_unavailable`
   */
  record(entry: AuditEntry): Promise<void>;
  /** Merges what the journal holds, now and as often as it holds something, until it is closed. */
  start(): void;
  close(): Promise<void>;
}

export interface EmergencyParts extends MergeParts {
  /** Told of every merge that failed. */
  readonly onFault: (fault: unknown) => void;
  /** Milliseconds between two looks at the journal. */
  readonly mergeEveryMs?: number;
}

const MERGE_EVERY_MS = 1_000;

/** A release that rests on broken glass: what is denied here may cost a life (45 CFR 164.312(a)(2)(ii)). */
export function isEmergency({ outcome, exceptions }: AuditEntry): boolean {
  return outcome === "permit" && exceptions?.includes("break-glass") === true;
}

/** Records entries; those of emergencies also while the record is away. */
export function createEmergencyRecorder(parts: EmergencyParts): EmergencyRecorder {
  const { recorder, journal, onFault, mergeEveryMs = MERGE_EVERY_MS } = parts;
  let timer: NodeJS.Timeout | undefined;
  let merging: Promise<unknown> = Promise.resolve();
  let closed = false;

  async function recordEmergency(entry: AuditEntry): Promise<void> {
    refuseUnstorable(JSON.stringify(entry), "", entry.at);
    const ways = [recorder.record.bind(recorder), journal.append.bind(journal)] as const;
    // While some wait, the record is away: nobody in an emergency waits until that is found again.
    const [first, second] = journal.health().state === "holding" ? [ways[1], ways[0]] : ways;
    try {
      await first(entry);
    } catch (cause) {
      if (!(cause instanceof AppError) || cause.code !== "record_unavailable") throw cause;
      await second(entry);
    }
  }

  function look(): void {
    merging = mergeJournal(parts)
      .catch(onFault)
      .finally(() => {
        if (!closed) timer = setTimeout(look, mergeEveryMs).unref();
      });
  }

  return {
    record: (entry) => (isEmergency(entry) ? recordEmergency(entry) : recorder.record(entry)),
    start: () => look(),
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await merging;
      await journal.close();
    },
  };
}
