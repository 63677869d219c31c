import type { Clock } from "../kernel/clock.ts";
import type { JobStore } from "./ports.ts";
import { type DailySchedule, dayBefore, type Due, lastDue, scheduledJobId } from "./schedule.ts";

export interface SchedulerParts {
  readonly store: Pick<JobStore, "add" | "find">;
  readonly schedules: readonly DailySchedule[];
  readonly clock: Clock;
  /** Called when a job was added. */
  readonly wake: () => void;
  readonly onFault: (fault: unknown) => void;
  /** Milliseconds between two looks at the clock. */
  readonly lookMs?: number;
}

export interface Scheduler {
  start(): void;
  /** Resolves when the look under way has ended. */
  stop(): Promise<void>;
}

const LOOK_MS = 30_000;
/** How long ago a run may lie for one that was missed to be caught up. */
const REMEMBERED_DAYS = 14;
const KEPT_MS = 400 * 86_400_000;
/** In whose name. */
export const SYSTEM = "modicum";

/**
 * Puts a job into the queue whenever one is due. The job of a day has one id, whichever process adds it, so that it is there
 * once and the queue's lease lets one process do it; a day that was missed is caught up, the latest alone.
 */
export function createScheduler(parts: SchedulerParts): Scheduler {
  const begun = parts.clock.now();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();
  let stopped = false;

  async function look(): Promise<void> {
    for (const schedule of parts.schedules) await addIfDue(parts, schedule, begun).catch(parts.onFault);
    if (!stopped) timer = setTimeout(again, parts.lookMs ?? LOOK_MS).unref();
  }
  const again = (): void => void (looking = look());

  return {
    start: again,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}

async function addIfDue(parts: SchedulerParts, schedule: DailySchedule, begun: number): Promise<void> {
  const { store, clock, wake } = parts;
  const { kind } = schedule;
  const due = lastDue(schedule, clock.now());
  const id = scheduledJobId(kind, due.day);
  if ((await store.find(id)) !== undefined) return;
  if (due.at < begun && !(await ranBefore(store, kind, due))) return;
  const madeAt = clock.now();
  const job = { id, kind, personId: SYSTEM, steps: 1, madeAt, endsAt: madeAt + KEPT_MS, task: due.day };
  try {
    await store.add(job);
  } catch (fault) {
    // Another process was first.
    if ((await store.find(id)) === undefined) throw fault;
  }
  wake();
}

/** Where it never ran there is nothing to catch up: a fresh start waits for its hour. */
async function ranBefore(store: SchedulerParts["store"], kind: string, { day }: Due): Promise<boolean> {
  for (let days = 1; days <= REMEMBERED_DAYS; days += 1)
    if ((await store.find(scheduledJobId(kind, dayBefore(day, days)))) !== undefined) return true;
  return false;
}
