import type { z } from "@hono/zod-openapi";
import type { Capability } from "../../catalogue/vocabulary.ts";
import type { Reason } from "../../decision/types.ts";
import type { RetentionDesk } from "../../governance/retention/desk.ts";
import type { LegalHold } from "../../governance/retention/types.ts";
import { endOfDay } from "../../kernel/calendar.ts";
import { newRoutes } from "../app-routes.ts";
import { control, type ControlAnswer, type ControlNeed } from "../control.ts";
import { isoTime } from "../iso-time.ts";
import type { ApiDeps } from "../ports.ts";
import {
  confirmPurgeRoute,
  holdsRoute,
  openHoldRoute,
  proposePurgeRoute,
  purgesRoute,
  releaseHoldRoute,
  scheduleRoute,
  withdrawPurgeRoute,
} from "./contract.ts";
import { presentDue, presentHold, presentPurge, presentTombstone, scopeFrom } from "./presenter.ts";
import type {
  HoldSchema,
  NewPurgeSchema,
  ProposedSchema,
  PurgeSchema,
  PurgesSchema,
  ScheduleSchema,
} from "./schema.ts";

type Answered<T extends z.ZodType> = Promise<ControlAnswer<z.infer<T>> | Reason>;

/** Retention of the record: schedule, legal holds, purges by two people. 45 CFR 164.316(b)(2)(i). */
export function retentionRoutes({ pipeline, retention: desk }: Pick<ApiDeps, "pipeline" | "retention">) {
  return newRoutes()
    .openapi(scheduleRoute, (c) =>
      control(pipeline, c, needOf("schedule", "read", "record.entries"), ({ now }) =>
        schedule(desk, c.req.valid("query").day, now),
      ),
    )
    .openapi(holdsRoute, (c) =>
      control(pipeline, c, needOf("holds", "read"), async () => {
        const holds = await desk.holds();
        return { value: { holds: holds.map(presentHold) }, patients: holds.flatMap(patientsOf) };
      }),
    )
    .openapi(openHoldRoute, (c) => {
      const { id, scope, reason } = c.req.valid("json");
      return control(pipeline, c, needOf("hold", "administer"), async ({ caller }) =>
        answerHold(await desk.open({ id, scope: scopeFrom(scope), reason }, caller.person.id), "opened"),
      );
    })
    .openapi(releaseHoldRoute, (c) => {
      const { id } = c.req.valid("param");
      const { reason } = c.req.valid("json");
      return control(pipeline, c, needOf("release", "administer"), async ({ caller }) =>
        answerHold(await desk.release(id, reason, caller.person.id), "released"),
      );
    })
    .openapi(purgesRoute, (c) =>
      control(pipeline, c, needOf("purges", "read"), async () => ({
        value: {
          purges: (await desk.purges()).map(presentPurge),
          tombstones: (await desk.tombstones()).map(presentTombstone),
        },
      })),
    )
    .openapi(proposePurgeRoute, (c) => {
      const asked = c.req.valid("json");
      return control(pipeline, c, needOf(asked.dryRun ? "dry-run" : "propose", "administer"), ({ caller }) =>
        propose(desk, asked, caller.person.id),
      );
    })
    .openapi(confirmPurgeRoute, (c) => {
      const { id } = c.req.valid("param");
      return control(pipeline, c, needOf("confirm", "approve"), ({ caller }) =>
        confirm(desk, id, caller.person.id),
      );
    })
    .openapi(withdrawPurgeRoute, (c) => {
      const { id } = c.req.valid("param");
      return control(pipeline, c, needOf("withdraw", "administer"), ({ caller }) =>
        withdraw(desk, id, caller.person.id),
      );
    });
}

function needOf(verb: string, capability: Capability, element = "record.retention"): ControlNeed {
  return { interaction: `api.retention.${verb}`, capability, element };
}

async function schedule(
  desk: RetentionDesk,
  day: string | undefined,
  now: number,
): Answered<typeof ScheduleSchema> {
  const known = desk.schedule();
  const classes = (known?.classes ?? []).map(({ id, title, years, from, cfr, why, longer }) => ({
    id,
    title,
    years,
    from,
    cfr: [...cfr],
    why,
    longer: longer.map((one) => ({ ...one })),
  }));
  const timeZone = desk.timeZone();
  const asOf = isoTime(day === undefined ? now : endOfDay(day, timeZone) - 1);
  const months = (await desk.due(day)).map(presentDue);
  return { value: { title: known?.title ?? null, asOf, timeZone, classes, months } };
}

function patientsOf({ scope }: LegalHold): readonly string[] {
  return scope.kind === "patient" && scope.patientId !== null ? [scope.patientId] : [];
}

function answerHold(
  hold: LegalHold | Reason,
  act: string,
): ControlAnswer<z.infer<typeof HoldSchema>> | Reason {
  if ("code" in hold) return hold;
  return {
    value: presentHold(hold),
    patients: patientsOf(hold),
    changes: [`${act} hold ${hold.id} on ${hold.scope.kind}`],
  };
}

async function withdraw(desk: RetentionDesk, id: string, by: string): Answered<typeof PurgeSchema> {
  const purge = await desk.withdraw(id, by);
  if ("code" in purge) return purge;
  return { value: presentPurge(purge), changes: [`withdrew purge ${id}`] };
}

async function propose(
  desk: RetentionDesk,
  { dryRun, ...purge }: z.infer<typeof NewPurgeSchema>,
  by: string,
): Answered<typeof ProposedSchema> {
  const months = (await desk.dryRun(purge.months)).map(presentDue);
  if (dryRun) return { value: { purge: null, months } };
  const proposed = await desk.propose(purge, by);
  if ("code" in proposed) return proposed;
  return {
    value: { purge: presentPurge(proposed), months },
    changes: [`proposed purge ${proposed.id}: ${proposed.months.join(", ")}`],
  };
}

/** INVARIANT: what went is told in the entry of who confirmed it, so that the purge is in the record itself. */
async function confirm(desk: RetentionDesk, id: string, by: string): Answered<typeof PurgesSchema> {
  const stones = await desk.confirm(id, by);
  if ("code" in stones) return stones;
  const purges = (await desk.purges()).filter((one) => one.id === id);
  return {
    value: { purges: purges.map(presentPurge), tombstones: stones.map(presentTombstone) },
    changes: stones.map(
      ({ month, rule }) =>
        `purged ${month.id}: ${month.entries} entries, ${month.firstSeq} to ${month.lastSeq}, under ${rule}`,
    ),
  };
}
