import type { Recorder } from "../recorder.ts";
import { systemEntry } from "../system-entry.ts";
import type { AuditEntry } from "../types.ts";
import type { Journal, JournalHolding } from "./journal.ts";

export interface MergeParts {
  readonly journal: Journal;
  readonly recorder: Pick<Recorder, "record" | "search">;
  readonly now: () => number;
  readonly policyHash: () => string;
}

/**
 * Brings what the journal holds into the record, in order, and the merge itself as an entry whose id is the journal's; then
 * makes room. What is there already is passed over, so that it may be done again after a crash at any point.
 * Resolves to how many entries waited. @throws AppError `record_unavailable` while the record cannot be written.
 */
export async function mergeJournal(parts: MergeParts): Promise<number> {
  const { journal, recorder } = parts;
  for (;;) {
    const held = journal.held();
    if (held.entries.length === 0 && !held.torn && !held.altered) return 0;
    for (const entry of held.entries) await recordOnce(recorder, entry);
    await recordOnce(recorder, mergeEntry(parts, held));
    if (await journal.clear(held.entries.length)) return held.entries.length;
  }
}

/** The commit of an entry that was given up on may have come through all the same: whoever asks again, looks first. */
async function recordOnce(recorder: MergeParts["recorder"], entry: AuditEntry): Promise<void> {
  const { entries } = await recorder.search({ id: entry.id, limit: 1 }, false);
  if (entries.length === 0) await recorder.record(entry);
}

function mergeEntry(
  { now, policyHash }: MergeParts,
  { id, entries, torn, altered }: JournalHolding,
): AuditEntry {
  return systemEntry({
    id,
    at: now(),
    interaction: "system.journal.merge",
    policyHash: policyHash(),
    reason: altered ? "record_not_whole" : null,
    recordCount: entries.length,
    changes: [
      `merged ${entries.length} entries of emergencies`,
      ...(torn ? ["dropped a write that was cut off"] : []),
      ...(altered ? [`set the journal aside as altered-${id}`] : []),
    ],
  });
}
