import { beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../../kernel/errors.ts";
import { gapsOf } from "../completeness.ts";
import type { AuditEntry } from "../types.ts";
import { recordSilences, stateOf } from "./sources.ts";
import { memorySourceStore, recordSource } from "./testing/memory-intake.ts";

const DAY = 86_400_000;

let entries: AuditEntry[];
let now: number;
let sources: ReturnType<typeof memorySourceStore>;
beforeEach(async () => {
  [entries, now, sources] = [[], 7 * DAY, memorySourceStore()];
  await sources.add(recordSource());
});

const check = (append = async (entry: AuditEntry) => void entries.push(entry)) =>
  recordSilences({
    sources,
    clock: { now: () => now },
    nextEntryId: () => `entry-${entries.length}`,
    append,
  });
const noted = async () => (await check()).map(({ id }) => id);

describe("a source that sends nothing", () => {
  it("INT-20 F180 is silent after seven days, and not at their end", () => {
    const source = recordSource({ seenAt: 1_000 });
    expect(stateOf(source, 1_000 + 7 * DAY)).toBe("live");
    expect(stateOf(source, 1_001 + 7 * DAY)).toBe("silent");
    expect(stateOf(recordSource(), 7 * DAY)).toBe("waiting");
    expect(stateOf(recordSource(), 7 * DAY + 1)).toBe("silent");
    expect(stateOf(recordSource({ disabledAt: 5 }), 8 * DAY)).toBe("off");
  });

  it("INT-21 F180 is put into the record once, complete, and again after it spoke", async () => {
    expect(await noted()).toEqual([]);
    now += 1;
    expect([await noted(), await noted()]).toEqual([["lab"], []]);
    expect(entries).toMatchObject([
      {
        interaction: "source.silent",
        outcome: "error",
        reason: "source_silent",
        changes: ["source/lab: silent"],
      },
    ]);
    expect(entries.flatMap(gapsOf)).toEqual([]);
    await sources.seen("lab", now);
    now += 7 * DAY + 1;
    expect(await noted()).toEqual(["lab"]);
    expect(entries).toHaveLength(2);
  });

  it("INT-21 is put there by the next check where the record took nothing", async () => {
    now += 1;
    const down = () => Promise.reject(new AppError("record_unavailable", "the record is closed"));
    await expect(check(down)).rejects.toThrow("closed");
    expect(await noted()).toEqual(["lab"]);
  });

  it("INT-21 is put there once where two processes look at the same time", async () => {
    now += 1;
    const found = await Promise.all([noted(), noted()]);
    expect(found.flat()).toEqual(["lab"]);
    expect(entries).toHaveLength(1);
  });

  it("INT-20 is not looked for once it was switched off", async () => {
    now += 1;
    await sources.change(recordSource({ disabledAt: now }), 1);
    expect(await noted()).toEqual([]);
  });
});
