import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { ArchivedDatabase } from "../backup/moments/ports.ts";
import type { BackupTarget } from "../backup/ports.ts";
import { createKeyWrapper } from "../keys/key-wrapper.ts";
import { createLog } from "./log.ts";
import { openMoments } from "./moments.ts";
import type { GaugeOptions } from "./telemetry/metrics.ts";

const NAME = "000000010000000000000001";
const key = { id: "0a0b0c0d", use: "backup", bytes: Buffer.alloc(32, 1) } as const;
const keys = { active: () => key, find: () => key, refresh: async () => false };
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function memoryTarget(): BackupTarget & { full: boolean; readonly names: () => readonly string[] } {
  const kept = new Map<string, true>();
  return {
    full: false,
    names: () => [...kept.keys()],
    async put(name, bytes) {
      if (this.full) throw new Error("the target is full");
      for await (const _ of bytes);
      kept.set(name, true);
    },
    get: async () => null,
    list: async (prefix) => [...kept.keys()].filter((name) => name.startsWith(prefix)),
    remove: async () => undefined,
  };
}

async function opened(target: BackupTarget) {
  let names: readonly string[] = [NAME];
  const since = Date.now() - 1_000;
  const database: ArchivedDatabase = {
    systemId: async () => "1",
    segment: async () => NAME,
    copy: () => {
      throw new Error("no copy is asked for");
    },
    endSegment: async () => ({ segment: NAME, at: Date.now() }),
    waiting: async () => ({ names, since: names.length === 0 ? null : since }),
    read: async () => Buffer.alloc(100),
    acknowledge: async (name) => {
      names = names.filter((other) => other !== name);
    },
  };
  const gauges: GaugeOptions[] = [];
  let bases = 0;
  const moments = await openMoments({
    database,
    target,
    systemId: "1",
    wrapper: createKeyWrapper(keys, "backup"),
    keyFiles: async () => ({}),
    packKeys: async () => undefined,
    renew: async () => void (bases += 1),
    log: createLog("silent"),
    metrics: { gauge: (options) => void gauges.push(options) },
    closers,
  });
  moments.start();
  await wait(100);
  const read = async (name: string) =>
    [...((await gauges.find((one) => one.name === name)?.read()) ?? [])][0]?.[1];
  return { moments, read, waiting: () => names, bases: () => bases };
}

describe("the log of the embedded database", () => {
  it("F156 BAK-41 is kept as it grows, and begins with a base copy", async () => {
    const target = memoryTarget();
    const { moments, read, waiting, bases } = await opened(target);
    expect(waiting()).toEqual([]);
    expect(target.names()).toEqual([`wal/1/${NAME}.sealed`]);
    expect([moments.check(), bases()]).toEqual(["ok", 1]);
    expect(await read("backup_log_waiting_segments")).toBe(0);
  });

  it("F156 BAK-46 waits and is an alarm while the target is full, and says how long", async () => {
    const target = { ...memoryTarget(), full: true };
    const { moments, read, waiting } = await opened(target);
    expect(waiting()).toEqual([NAME]);
    expect(moments.check()).toBe("failing");
    expect(await moments.status()).toMatchObject({ waiting: 1, failure: expect.any(String) as unknown });
    expect(await read("backup_log_waiting_segments")).toBe(1);
    expect(await read("backup_log_lag_seconds")).toBeGreaterThanOrEqual(1);
    target.full = false;
    await wait(1_300);
    expect([moments.check(), waiting()]).toEqual(["ok", []]);
  });
});
