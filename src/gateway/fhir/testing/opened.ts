import { err, ok } from "../../../kernel/result.ts";
import { memoryJobFiles, memoryJobStore } from "../../../jobs/testing/memory-jobs.ts";
import type { FhirGatewayDeps } from "../deps.ts";
import { createExportKind } from "../export/job-kind.ts";
import type { ExportDesk, StandingCaller } from "../export/types.ts";
import { createFhirAnswerer } from "../gateway.ts";
import type { Answerer } from "./ask.ts";
import type { MemoryUpstream } from "./memory-upstream.ts";

/** The gateway, or one with a leak seeded into it. */
export type GatewayMaker = (deps: FhirGatewayDeps, upstream: MemoryUpstream) => Answerer;

export const genuine: GatewayMaker = (deps) => createFhirAnswerer(deps);

/** One of two worlds, with a gateway in front of it. */
export interface Side {
  readonly answer: Answerer;
  readonly upstream: MemoryUpstream;
}

type Ordinary = Omit<FhirGatewayDeps, "upstream" | "writes" | "exports">;

/** A gateway that writes and exports too; the jobs that an answer leaves behind are done before the next question. */
export function opened(
  deps: Ordinary,
  upstream: MemoryUpstream,
  make: GatewayMaker,
  bearerOf: (caller: StandingCaller) => string,
): Side {
  const desk = deskOf(deps, bearerOf);
  const whole: FhirGatewayDeps = { ...deps, upstream, writes: upstream.writes, exports: desk };
  const answer = make(whole, upstream);
  const kind = createExportKind({ ...whole, exports: desk });
  let isWorking = false;
  const wake = (): void => void (isWorking = true);
  Object.assign(desk, { wake });
  return {
    upstream,
    answer: async (question) => {
      const reply = await answer(question);
      if (isWorking) await work(desk, kind);
      isWorking = false;
      return reply;
    },
  };
}

function deskOf({ pipeline }: Ordinary, bearerOf: (caller: StandingCaller) => string): ExportDesk {
  let made = 0;
  return {
    jobs: memoryJobStore(),
    files: memoryJobFiles(),
    limits: { patients: 1000, batch: 3, records: 3, running: 100, keepMs: 3_600_000 },
    newId: () => `job-${(made += 1)}`,
    standing: async (caller) => {
      const { personId: _, ...rest } = caller;
      const identified = await pipeline.identify({
        authorization: `Bearer ${bearerOf(caller)}`,
        session: undefined,
        purposeHeader: caller.declaredPurpose ?? undefined,
        caseHeader: caller.caseId ?? undefined,
        channel: caller.channel,
      });
      return identified.ok ? ok({ ...rest, person: identified.value.person }) : err(identified.error);
    },
    wake: () => {},
  };
}

async function work({ jobs }: ExportDesk, kind: ReturnType<typeof createExportKind>): Promise<void> {
  for (let job = await jobs.claim([kind.kind], 0); job !== null; job = await jobs.claim([kind.kind], 0)) {
    for (let step = job.step; step <= job.steps; step++) {
      const outcome = step < job.steps ? await kind.step({ ...job, step }) : null;
      if (outcome === null) await jobs.end(job.id, "done", null, 0);
      else if (outcome.kind === "ended") await jobs.end(job.id, outcome.state, outcome.reason, 0);
      else await jobs.advance(job.id, step + 1, outcome.parts, 0);
      if (outcome?.kind !== "done") break;
    }
  }
}
