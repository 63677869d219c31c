import type { Log } from "./log.ts";

/** What is done again and again, and may fail each time for the same reason. */
export interface ToldOnce {
  fault(fault: unknown): void;
  /** It went well. */
  passed(): void;
}

/** Says in the log when it begins to fail, and when it goes well again; nothing for each time between. */
export function toldOnce(log: Pick<Log, "fault" | "info">, event: string): ToldOnce {
  let isFailing = false;
  return {
    fault(fault) {
      if (!isFailing) log.fault(event, fault);
      isFailing = true;
    },
    passed() {
      if (isFailing) log.info(`${event}: no longer`);
      isFailing = false;
    },
  };
}
