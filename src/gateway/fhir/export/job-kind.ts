import { setImmediate } from "node:timers/promises";
import type { Reason } from "../../../decision/types.ts";
import type { Job, JobKind, JobPart, StepOutcome } from "../../../jobs/types.ts";
import { AppError } from "../../../kernel/errors.ts";
import { partsOf } from "../deps.ts";
import type { FhirGatewayDeps, GatewayParts } from "../deps.ts";
import { candidateQueries } from "../search/candidates.ts";
import type { UpstreamQuery } from "../search/candidates.ts";
import { createDateReader } from "../search/dates.ts";
import { createChunker } from "./chunk.ts";
import type { Candidate } from "./chunk.ts";
import { taskIn } from "./own-export.ts";
import { unitsOf } from "./plan.ts";
import type { ExportUnit } from "./plan.ts";
import { createStanding } from "./standing.ts";
import type { Standing } from "./standing.ts";
import { EXPORT_KIND } from "./types.ts";
import type { ExportDesk, ExportTask } from "./types.ts";

/** Files of one step are numbered from its own thousand on, so that a step done again writes the same. */
const FILES_OF_STEP = 10_000;

/** What must not end an export: it may go better in a moment. */
const PASSING: ReadonlySet<string> = new Set([
  "record_unavailable",
  "facts_unavailable",
  "upstream_unavailable",
  "evaluation_error",
]);

/**
 * How exports are done: one type of some patients after the other, each chunk decided anew and recorded before it can
 * be had, the outcome last. GW-231, GW-232.
 */
export function createExportKind(deps: FhirGatewayDeps & { readonly exports: ExportDesk }): JobKind {
  const parts = partsOf(deps);
  const { exports: desk } = deps;
  return {
    kind: EXPORT_KIND,
    step: async (job) => {
      const task = taskIn(job.task ?? "");
      const standing = createStanding(parts, desk, task);
      const policy = parts.pipeline.policy();
      if (policy === null) return expired(standing);
      const unit = unitsOf(task, policy.catalogue)[job.step];
      if (unit === undefined) return closed(standing);
      return exportUnit(parts, desk, { job, task, unit, standing });
    },
    failed: async (job) => {
      await createStanding(parts, desk, taskIn(job.task ?? "")).close("release_interrupted");
    },
  };
}

interface Step {
  readonly job: Job;
  readonly task: ExportTask;
  readonly unit: ExportUnit;
  readonly standing: Standing;
}

async function exportUnit(parts: GatewayParts, desk: ExportDesk, step: Step): Promise<StepOutcome> {
  const { job, task, unit, standing } = step;
  const made: JobPart[] = [];
  const chunker = createChunker(parts, task, unit);
  const queries = queriesOf(parts, step);
  const size = desk.limits.records;
  let left: readonly Candidate[] | null = null;
  do {
    const chunk = await standing.release(async (permitted) => {
      left ??= await chunker.candidates(permitted, queries);
      return chunker.chunk(permitted, left.slice(0, size));
    });
    if (chunk.kind === "denied") return endedBy(standing, chunk.reasons);
    left = rest(left, size);
    if (chunk.value.count === 0) continue;
    const n = job.step * FILES_OF_STEP + made.length + 1;
    await desk.files.write(job.id, n, chunk.value.bytes);
    made.push({ n, title: unit.type.type, records: chunk.value.count });
    await setImmediate();
  } while (left.length > 0);
  return { kind: "done", parts: made };
}

function rest(left: readonly Candidate[] | null, size: number): readonly Candidate[] {
  return left?.slice(size) ?? [];
}

/** Everyone the step is about; nothing goes upstream but whose records are asked for. */
function queriesOf(parts: GatewayParts, { unit }: Step): readonly UpstreamQuery[] {
  const policy = parts.pipeline.policy();
  if (policy === null) return [];
  const reach = { patients: new Set(unit.patients ?? []), directory: unit.patients === null };
  const match = { now: 0, dates: createDateReader(policy.org.timeZone), baseUrl: parts.baseUrl };
  const scope = {
    catalogue: policy.catalogue,
    reach,
    kept: new Uint8Array(),
    match,
    limits: parts.limits,
    pushes: () => false,
  };
  const queries = candidateQueries({ type: unit.type.type, filters: [] }, scope);
  if (!queries.ok) throw new AppError("internal", "an export asks for more than a search may");
  return queries.value;
}

async function endedBy(standing: Standing, reasons: readonly Reason[]): Promise<StepOutcome> {
  const code = reasons[0]?.code ?? "evaluation_error";
  if (PASSING.has(code)) throw new AppError("internal", `an export was held up: \`${code}\``);
  return expired(standing);
}

async function expired(standing: Standing): Promise<StepOutcome> {
  await standing.close("grant_expired");
  return { kind: "ended", state: "expired", reason: "grant_expired" };
}

/** The last step: the outcome is in the record before the export is done. */
async function closed(standing: Standing): Promise<StepOutcome> {
  const outcome = await standing.close(null);
  if (outcome.kind === "denied") return endedBy(standing, outcome.reasons);
  return { kind: "done", parts: [] };
}
