import type { Reason } from "../../../decision/types.ts";
import type { Job } from "../../../jobs/types.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import type { Permitted } from "../../../pipeline.ts";
import { because, NOT_FOUND } from "../reasons.ts";
import { bindingFor } from "../search/links.ts";
import { askerOf } from "./asker.ts";
import { EXPORT_KIND } from "./types.ts";
import type { ExportDesk, ExportTask } from "./types.ts";

/** An export of the caller's own, that they may still have. */
export interface OwnExport {
  readonly job: Job;
  readonly task: ExportTask;
}

const GRANT_EXPIRED = because("grant_expired");

/**
 * The export of this id. To who did not start it, or asks for another purpose, it is not there. Once the decision
 * rests on anything else than it did, what was made is withdrawn. GW-233.
 */
export async function ownExport(
  desk: ExportDesk,
  permitted: Permitted,
  id: string,
): Promise<Result<OwnExport, Reason>> {
  const job = await desk.jobs.find(id);
  if (job?.kind !== EXPORT_KIND || job.personId !== permitted.caller.person.id) return err(NOT_FOUND);
  if (job.state === "failed") return err(because("release_interrupted"));
  if (job.state === "expired") return err(GRANT_EXPIRED);
  if (job.task === null || job.state === "canceled") return err(NOT_FOUND);
  const task = taskIn(job.task);
  if (task.asker !== askerOf(permitted)) return err(NOT_FOUND);
  if (permitted.now >= job.endsAt || task.binding !== bindingFor(permitted))
    return err(await withdraw(desk, permitted, id));
  return ok({ job, task });
}

/** Takes back what an export made, for good. */
export async function withdraw(desk: ExportDesk, { now }: Permitted, id: string): Promise<Reason> {
  await desk.jobs.end(id, "expired", "grant_expired", now);
  return GRANT_EXPIRED;
}

/** INVARIANT: only what startTask kept is ever read here; it was sealed. */
export function taskIn(text: string): ExportTask {
  return JSON.parse(text) as ExportTask;
}
