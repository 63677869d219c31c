import type { HealthRow, HealthState } from "../../api/health/ports.ts";

/** What a look at one part found. */
export interface Finding {
  readonly state: HealthState;
  readonly found: string;
  /** What to do about it; not given: nothing. */
  readonly next?: string;
  /** When it came into this state, where the part itself knows. Milliseconds since 1970. */
  readonly since?: number | null;
  readonly figures?: Readonly<Record<string, number>>;
}

export interface Probe extends Pick<HealthRow, "id" | "title" | "area"> {
  look(): Finding | Promise<Finding>;
}

const PATIENCE_MS = 3_000;

/** INVARIANT: a part that cannot be looked at, or takes too long, is unknown; it does not take the other parts with it. */
export async function lookAt(probe: Probe): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((settle) => {
    timer = setTimeout(settle, PATIENCE_MS, UNSEEN);
  });
  try {
    return await Promise.race([probe.look(), late]);
  } catch {
    return UNSEEN;
  } finally {
    clearTimeout(timer);
  }
}

const UNSEEN: Finding = {
  state: "unknown",
  found: "It could not be looked at.",
  next: "See whether the database answers, and what the log of the process says.",
};

const MINUTE_MS = 60_000;

/** `4 s`, `12 min`, `3 h`, `5 days`. */
export function spanOf(ms: number): string {
  const seconds = Math.max(0, ms) / 1_000;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (ms < 90 * MINUTE_MS) return `${Math.round(ms / MINUTE_MS)} min`;
  if (ms < 48 * 60 * MINUTE_MS) return `${Math.round(ms / (60 * MINUTE_MS))} h`;
  return `${Math.round(ms / (24 * 60 * MINUTE_MS))} days`;
}

/** `1,234 entries`, `1 entry`. */
export function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}
