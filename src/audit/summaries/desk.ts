import { type ExceptionGroups, exceptionsByGrant } from "../grants/exceptions-by-grant.ts";
import { type GrantTimeline, grantTimeline } from "../grants/timeline.ts";
import { type Activity, activityOf } from "./activity.ts";
import type { SummaryParts, SummaryQuery } from "./counted-entries.ts";
import { type SummaryNeed, type Viewers, viewersOf } from "./viewers.ts";

/** Questions that are answered by summing the record up. */
export interface SummaryDesk {
  /** The query names the patient. */
  viewers(need: SummaryNeed): Promise<Viewers>;
  /** The query names the person. */
  activity(need: SummaryNeed): Promise<Activity>;
  exceptions(query: SummaryQuery): Promise<ExceptionGroups>;
  /** Null: the record knows none of this id. */
  grant(id: string): Promise<GrantTimeline | null>;
}

/** The desk over a record. Its functions throw as those that it hands on to. */
export function createSummaryDesk(parts: SummaryParts): SummaryDesk {
  return {
    viewers: (need) => viewersOf(parts, need),
    activity: (need) => activityOf(parts, need),
    exceptions: (query) => exceptionsByGrant(parts, query),
    grant: (id) => grantTimeline(parts, id),
  };
}
