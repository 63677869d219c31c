import type { Expected } from "../admit.ts";
import type { SentRecord } from "../record/sent-record.ts";
import type { Shown } from "../record/shown.ts";
import { surveyed } from "../show.ts";
import type { Sight } from "../show.ts";
import type { Steps } from "../steps.ts";

/** Every segment: of a record whose labels are not known, nothing that any segment hides may come out. */
const EVERY_SEGMENT = ~0;

/**
 * The records as the caller sees them, in their order; null: hidden, or not what was asked for. What they come by
 * through their references is asked for together. Labels only ever take away, so that a record which is hidden by
 * itself stays so and its references are not followed.
 * @throws AppError of the upstream, where it does not say what a record refers to
 */
export async function judged(
  steps: Pick<Steps, "show">,
  sight: Sight,
  expected: Expected,
  records: readonly SentRecord[],
): Promise<readonly (Shown | null)[]> {
  const byThemselves = records.map((record) => steps.show(sight, expected, record, 0));
  const visible = records.filter((_, at) => byThemselves[at] !== null);
  const lent = await sight.labels.lentThrough(visible.map((record) => surveyed(sight, record)));
  const lentTo = new Map(visible.map((record, at) => [record, lent[at] ?? EVERY_SEGMENT]));
  return records.map((record, at) => {
    const shown = byThemselves[at] ?? null;
    if (shown === null) return null;
    const mask = lentTo.get(record) ?? EVERY_SEGMENT;
    const isNew = (mask & ~shown.facts.segments) !== 0;
    return isNew ? steps.show(sight, expected, record, mask) : shown;
  });
}

/** The same of one record. */
export async function judge(
  steps: Pick<Steps, "show">,
  sight: Sight,
  expected: Expected,
  record: SentRecord,
): Promise<Shown | null> {
  const [shown = null] = await judged(steps, sight, expected, [record]);
  return shown;
}
