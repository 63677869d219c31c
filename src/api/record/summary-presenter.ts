import type { z } from "@hono/zod-openapi";
import type { ExceptionGroups } from "../../audit/grants/exceptions-by-grant.ts";
import type { GrantTimeline } from "../../audit/grants/timeline.ts";
import type { Activity } from "../../audit/summaries/activity.ts";
import type { Counted } from "../../audit/summaries/counted-entries.ts";
import type { Viewers } from "../../audit/summaries/viewers.ts";
import { isoTime } from "../iso-time.ts";
import type {
  ActivitySchema,
  ExceptionGroupsSchema,
  GrantTimelineSchema,
  ViewersSchema,
} from "./summary-schema.ts";

const timeOrNull = (at: number | null): string | null => (at === null ? null : isoTime(at));

function countedOf({ counted, oldest, newest, next }: Counted) {
  return { counted, oldest: timeOrNull(oldest), newest: timeOrNull(newest), next };
}

/** Who saw a patient, as it leaves. */
export function presentViewers(found: Viewers): z.infer<typeof ViewersSchema> {
  return {
    ...countedOf(found),
    viewers: found.viewers.map(({ roles, first, last, purposes, ways, ...viewer }) => ({
      ...viewer,
      roles: [...roles],
      first: isoTime(first),
      last: isoTime(last),
      purposes: [...purposes],
      ways: [...ways],
    })),
    days: [...found.days],
  };
}

/** What a person saw, as it leaves; how many patients only to who may read `record.patients`. */
export function presentActivity(found: Activity, patients: boolean): z.infer<typeof ActivitySchema> {
  return {
    ...countedOf(found),
    entries: found.entries,
    ...(patients ? { patients: found.patients } : {}),
    outcomes: [...found.outcomes],
    purposes: [...found.purposes],
    ways: [...found.ways],
    days: found.days.map(({ patients: seen, ...day }) => (patients ? { ...day, patients: seen } : day)),
    hours: [...found.hours],
  };
}

/** Exceptions by grant, as they leave. */
export function presentGroups(
  found: ExceptionGroups,
  patients: boolean,
): z.infer<typeof ExceptionGroupsSchema> {
  return {
    ...countedOf(found),
    exceptions: { ...found.counts },
    groups: found.groups.map(({ grants, people, events, first, last, patients: seen, ...group }) => ({
      ...group,
      ...(patients ? { patients: seen } : {}),
      grants: [...grants],
      people: [...people],
      events: [...events],
      first: isoTime(first),
      last: isoTime(last),
    })),
  };
}

/** The life of a grant, as it leaves. */
export function presentTimeline(
  found: GrantTimeline,
  patients: boolean,
): z.infer<typeof GrantTimelineSchema> {
  return {
    ...countedOf(found),
    grant: found.grant,
    kinds: [...found.kinds],
    state: found.state,
    ...(patients ? { patients: found.patients } : {}),
    steps: found.steps.map(({ roles, at, last, until, ...step }) => ({
      ...step,
      roles: [...roles],
      at: isoTime(at),
      last: isoTime(last),
      until: timeOrNull(until),
    })),
  };
}
