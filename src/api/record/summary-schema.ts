import { z } from "@hono/zod-openapi";
import { ACCESS_WAYS } from "../../audit/summaries/ways.ts";
import { isTimeZone } from "../../audit/summaries/local-time.ts";
import { GRANT_DECISIONS, GRANT_EVENTS } from "../../audit/grants/grant-events.ts";

const count = z.number().int();
const moment = z.iso.datetime();
const tallies = (what: string) =>
  z.array(z.object({ name: z.string(), entries: count })).openapi({ description: what });
const ways = z.array(z.object({ name: z.enum(ACCESS_WAYS), entries: count })).openapi({
  description:
    "How access was had: by the `role`, by another `grant`, `jit`, `break-glass`; `record`: the record itself was looked at; `system`; `source`: another system tells of it.",
});

/** How far an answer went: counts are of so many entries, and no more. */
const counted = {
  counted: count.openapi({ description: "Entries that the counts are over." }),
  oldest: moment.nullable().openapi({ description: "Of these, the oldest. Older ones are not counted." }),
  newest: moment.nullable(),
  next: z.string().nullable().openapi({
    description: "Where there are older entries than one answer goes through: `after` of the next question.",
  }),
};

/** What narrows a summary; all conditions hold together. */
const narrowing = {
  purpose: z.string().max(200).optional().openapi({ description: "As declared, or one it stood for." }),
  outcome: z.enum(["permit", "deny", "error"]).optional(),
  way: z.enum(ACCESS_WAYS).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
  zone: z
    .string()
    .max(64)
    .refine(isTimeZone, "no time zone of the IANA")
    .default("UTC")
    .openapi({ description: "IANA time zone of days and hours." }),
  after: z.string().max(500).optional(),
};

export const ViewersQuerySchema = z.strictObject({ patient: z.string().min(1).max(200), ...narrowing });
export const ActivityQuerySchema = z.strictObject({ person: z.string().min(1).max(200), ...narrowing });
export const ExceptionsQuerySchema = z.strictObject({
  person: z.string().max(200).optional(),
  purpose: narrowing.purpose,
  from: narrowing.from,
  until: narrowing.until,
  after: narrowing.after,
});

export const ViewersSchema = z
  .object({
    ...counted,
    viewers: z.array(
      z.object({
        person: z.string().nullable(),
        source: z.string().nullable().openapi({ description: "The other system that tells of it." }),
        roles: z.array(z.string()),
        first: moment,
        last: moment,
        entries: count,
        denied: count,
        purposes: tallies("As declared."),
        ways,
      }),
    ),
    days: z.array(z.object({ day: z.iso.date(), entries: count, people: count })),
  })
  .openapi("PatientViewers");

export const ActivitySchema = z
  .object({
    ...counted,
    entries: count,
    patients: count.optional().openapi({ description: "Only for who may read `record.patients`." }),
    outcomes: tallies("permit, deny, error."),
    purposes: tallies("As declared."),
    ways,
    days: z.array(
      z.object({
        day: z.iso.date(),
        entries: count,
        patients: count.optional(),
        denied: count,
        exceptions: count,
      }),
    ),
    hours: z
      .array(z.object({ weekday: count, hour: count, entries: count }))
      .openapi({ description: "Hours of the week with entries; 1 is Monday." }),
  })
  .openapi("PersonActivity");

const kind = z.enum(["break-glass", "jit"]);

export const ExceptionGroupsSchema = z
  .object({
    ...counted,
    exceptions: z.object({ breakGlass: count, jit: count }).openapi({
      description: "Entries by kind; the entries of the groups sum to both together.",
    }),
    groups: z.array(
      z.object({
        grants: z.array(z.string()),
        kind,
        people: z.array(z.string()),
        first: moment,
        last: moment,
        entries: count,
        uses: count,
        denied: count,
        patients: count.optional(),
        events: z.array(z.enum(GRANT_EVENTS)),
      }),
    ),
  })
  .openapi("RecordExceptions");

export const GrantTimelineSchema = z
  .object({
    ...counted,
    grant: z.string(),
    kinds: z.array(kind),
    state: z
      .enum(["waiting", "rejected", "approved", "open", "closed", "expired", "over", "unknown"])
      .openapi({
        description:
          "`over`: past its time, with no entry that says so; `unknown`: there are uses alone, and no act on it.",
      }),
    patients: count.optional().openapi({ description: "Only for who may read `record.patients`." }),
    steps: z.array(
      z.object({
        step: z.enum([...GRANT_EVENTS, "used"]),
        entry: z.string(),
        at: moment,
        last: moment,
        person: z.string().nullable(),
        roles: z.array(z.string()),
        purpose: z.string().nullable(),
        outcome: z.enum(["permit", "deny", "error"]),
        decision: z.enum(GRANT_DECISIONS).nullable(),
        until: moment.nullable(),
        entries: count,
        records: count,
      }),
    ),
  })
  .openapi("GrantTimeline");
