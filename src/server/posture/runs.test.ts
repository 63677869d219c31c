import { describe, expect, it } from "vitest";
import { fixedClock } from "../../kernel/clock.ts";
import { createRuns } from "./runs.ts";

/** Counts that end when the test says so; each is named by its key. */
function counting() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const runs = createRuns<string>({ clock: fixedClock(0), waitMs: 1, keepMs: 1_000 });
  const ask = (key: string) =>
    runs(key, async () => {
      begun.push(key);
      await new Promise<void>((end) => ends.set(key, end));
      return `result of ${key}`;
    });
  return { begun, ask, end: (key: string) => ends.get(key)?.() };
}

const KEYS = Array.from({ length: 40 }, (_, at) => `key ${at}`);

describe("long counts", () => {
  it("F049 are done a few at once, however many somebody asks for", async () => {
    const { begun, ask } = counting();
    const states = await Promise.all(KEYS.map((key) => ask(key)));
    expect(new Set(states.map(({ kind }) => kind))).toEqual(new Set(["running"]));
    expect(begun).toEqual(["key 0", "key 1"]);
  });

  it("F049 go on in the order they came", async () => {
    const { begun, ask, end } = counting();
    await Promise.all(KEYS.map((key) => ask(key)));
    end("key 1");
    await ask("key 39");
    expect(begun).toEqual(["key 0", "key 1", "key 2"]);
  });

  it("F049 are not begun again, however many were asked for meanwhile", async () => {
    const { begun, ask, end } = counting();
    await Promise.all(KEYS.map((key) => ask(key)));
    end("key 0");
    expect(await ask("key 0")).toEqual({ kind: "ready", value: "result of key 0" });
    expect(begun.filter((key) => key === "key 0")).toHaveLength(1);
  });

  it("F049 make room for the next where one fails", async () => {
    const runs = createRuns<never>({ clock: fixedClock(0), waitMs: 50, keepMs: 1_000 });
    const failing = (key: string) => runs(key, () => Promise.reject(new Error("it failed")));
    const all = await Promise.allSettled(["a", "b", "c", "d"].map(failing));
    expect(all.map(({ status }) => status)).toEqual(Array(4).fill("rejected"));
  });
});
