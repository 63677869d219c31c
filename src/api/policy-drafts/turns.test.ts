import { describe, expect, it } from "vitest";
import { createTurns } from "./turns.ts";

/** Work that notes when it begins, and ends when the test says so. */
function working() {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const work = (name: string) => async () => {
    begun.push(name);
    await new Promise<void>((end) => ends.push(end));
    return name;
  };
  return { begun, work, endOne: () => ends.shift()?.() };
}

const settled = () => new Promise<void>((settle) => setImmediate(settle));

describe("turns", () => {
  it("let nobody's many requests stand before another's", async () => {
    const { begun, work } = working();
    const turns = createTurns();
    for (const name of ["a1", "a2", "a3"]) void turns("a", work(name));
    void turns("b", work("b1"));
    await settled();
    expect(begun).toEqual(["a1", "b1"]);
  });

  it("come in the order one asked", async () => {
    const { begun, work, endOne } = working();
    const turns = createTurns();
    const first = turns("a", work("a1"));
    void turns("a", work("a2"));
    await settled();
    endOne();
    expect(await first).toBe("a1");
    await settled();
    expect(begun).toEqual(["a1", "a2"]);
  });

  it("go on after one that failed", async () => {
    const turns = createTurns();
    const failed = turns("a", () => Promise.reject(new Error("it failed")));
    const next = turns("a", async () => "next");
    await expect(failed).rejects.toThrow("it failed");
    expect(await next).toBe("next");
  });
});
