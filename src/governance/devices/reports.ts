import type { Clock } from "../../kernel/clock.ts";
import type { DeviceStore } from "./ports.ts";
import { settleReports, type TakenReports } from "./settle.ts";
import type { DeviceReport, RefusedReport } from "./types.ts";

/** The one way into the inventory, for files and device managers alike. */
export interface Inventory {
  /**
   * Takes reports, all or none. Sending the same again changes nothing.
   * @throws AppError `database_unreachable`, or as `note` throws; then nothing was written
   */
  take(reports: readonly DeviceReport[], options: TakeOptions): Promise<TakenReports>;
}

export interface TakeOptions {
  /** `inventory`, or the id of a device manager: its events count once. */
  readonly source: string;
  /** What was refused before it could be a report. */
  readonly refused: readonly RefusedReport[];
  /** Says what would come of it, and writes nothing. */
  readonly preview?: boolean;
  /** Puts it into the record before it is written; resolves when durable. */
  readonly note?: (taken: TakenReports) => Promise<void>;
}

/** Files, as the source of a device's state. */
export const FROM_FILE = "inventory";

/** The inventory over a store. One batch after the other, so that those who wait hold no connection. */
export function createInventory(store: Pick<DeviceStore, "change">, clock: Clock): Inventory {
  let last: Promise<unknown> = Promise.resolve();
  return {
    take(reports, options) {
      const done = last.then(() => take(store, clock.now(), reports, options));
      last = done.catch(() => undefined);
      return done;
    },
  };
}

async function take(
  store: Pick<DeviceStore, "change">,
  now: number,
  reports: readonly DeviceReport[],
  { source, refused, preview = false, note }: TakeOptions,
): Promise<TakenReports> {
  const change = {
    ids: [...new Set(reports.map(({ state }) => state.id))],
    manager: source === FROM_FILE ? null : source,
    events: [...new Set(reports.flatMap(({ event }) => event ?? []))],
    now,
  };
  let taken: TakenReports | undefined;
  await store.change(change, async (known) => {
    const settled = settleReports(reports, known, { source, now });
    const all = [...refused, ...settled.taken.refused].toSorted((a, b) => a.place - b.place);
    taken = { ...settled.taken, refused: all };
    if (preview) return null;
    await note?.(taken);
    return settled.changes;
  });
  return taken ?? { ...NOTHING, refused };
}

const NOTHING = { added: 0, changed: 0, unchanged: 0, older: 0, duplicate: 0, wiped: [] } as const;

/** What was taken, in counts alone: `2 added, 1 changed, 0 unchanged`. */
export function countsOf({ added, changed, unchanged, older, duplicate, refused }: TakenReports): string {
  const rest = [
    [older, "older"],
    [duplicate, "duplicate"],
    [refused.length, "refused"],
  ] as const;
  const more = rest.filter(([count]) => count > 0).map(([count, word]) => `, ${count} ${word}`);
  return `${added} added, ${changed} changed, ${unchanged} unchanged${more.join("")}`;
}
