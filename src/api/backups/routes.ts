import { createRoute, type z } from "@hono/zod-openapi";
import type { BackupRun } from "../../backup/ports.ts";
import { newRoutes } from "../app-routes.ts";
import { BEARER, DENIALS, jsonResult } from "../contract.ts";
import { control } from "../control.ts";
import { timeOrNull } from "../directive/presenter.ts";
import { isoTime } from "../iso-time.ts";
import type { MomentStatus } from "./ports.ts";
import type { ApiDeps } from "../ports.ts";
import { BackupBegunSchema, BackupQuerySchema, type BackupRunSchema, BackupStatusSchema } from "./schema.ts";

const element = "backup.store";
const DAY_MS = 86_400_000;

const status = createRoute({
  method: "get",
  path: "/",
  security: BEARER,
  summary: "Backups that are there, and what backups and drills came to, newest first",
  request: { query: BackupQuerySchema },
  responses: { ...jsonResult(BackupStatusSchema, "How backups stand"), ...DENIALS },
});

const begun = { ...jsonResult(BackupBegunSchema, "It is on its way"), ...DENIALS };

const create = createRoute({
  method: "post",
  path: "/",
  security: BEARER,
  summary: "Back up now",
  description:
    "45 CFR 164.308(a)(7)(ii)(A). Every table as of one moment, sealed; the server goes on meanwhile.",
  responses: begun,
});

const drill = createRoute({
  method: "post",
  path: "/drills",
  security: BEARER,
  summary: "Restore the newest backup into a scratch database, and compare",
  description:
    "45 CFR 164.308(a)(7)(ii)(D). Rows by their hashes, the record by its tree. Nothing of it stays.",
  responses: begun,
});

/** Backups and drills (45 CFR 164.308(a)(7)). */
export function backupRoutes({ pipeline, backups }: Pick<ApiDeps, "pipeline" | "backups">) {
  return newRoutes()
    .openapi(status, (c) => {
      const { kind, limit } = c.req.valid("query");
      const need = { interaction: "api.backups.read", capability: "read", element } as const;
      return control(pipeline, c, need, async () => {
        const { lastBackupAt, lastDrillAt, overdue, plan } = backups.status();
        const runs = await backups.runs({ limit, ...(kind === undefined ? {} : { kind }) });
        const value = {
          backups: [...(await backups.list())],
          lastBackup: timeOrNull(lastBackupAt),
          lastDrill: timeOrNull(lastDrillAt),
          overdue,
          plan: { keep: plan.keep, drillEveryDays: plan.drillEveryMs / DAY_MS },
          place: backups.place,
          moments: momentsPresented(await backups.moments()),
          runs: runs.map(presented),
        };
        return { value };
      });
    })
    .openapi(create, (c) => {
      const need = { interaction: "api.backups.create", capability: "administer", element } as const;
      return control(pipeline, c, need, async ({ caller }) => {
        const job = await backups.begin("backup", caller.person.id);
        return { value: { job }, changes: [`backup begun: job/${job}`] };
      });
    })
    .openapi(drill, (c) => {
      const need = { interaction: "api.backups.drill", capability: "administer", element } as const;
      return control(pipeline, c, need, async ({ caller }) => {
        const job = await backups.begin("drill", caller.person.id);
        return { value: { job }, changes: [`drill begun: job/${job}`] };
      });
    });
}

function presented(run: BackupRun): z.infer<typeof BackupRunSchema> {
  const { backupId, startedAt, endedAt, moment, ...rest } = run;
  const times = { startedAt: isoTime(startedAt), endedAt: isoTime(endedAt), moment: timeOrNull(moment) };
  return { ...rest, ...times, backup: backupId };
}

function momentsPresented(status: MomentStatus | null): z.infer<typeof BackupStatusSchema>["moments"] {
  if (status === null) return null;
  const { windows, keptUntil, waiting, lagMs, failure } = status;
  return {
    windows: windows.map(({ from, until }) => ({ from: isoTime(from), until: isoTime(until) })),
    keptUntil: timeOrNull(keptUntil),
    waiting,
    lagSeconds: Math.round(lagMs / 1_000),
    failure,
  };
}
