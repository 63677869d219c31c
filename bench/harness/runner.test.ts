import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runBench } from "./runner.ts";
import type { BenchResult } from "./types.ts";

let dir: string;
let printed: string[];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "modicum-bench-"));
  await mkdir(join(dir, "rows"));
  await mkdir(join(dir, "growth"));
  printed = [];
});
afterEach(() => rm(dir, { recursive: true }));

/** A file of rows, each measured as so many times as fast as its peer. */
async function rows(topic: string, members: readonly string[]): Promise<void> {
  await writeFile(join(dir, `rows/${topic}.bench.ts`), `export default [${members.join(",\n")}];`);
}

const row = (name: string, ratio: number, rest = "{}"): string =>
  `{ name: "${name}", row: "a path", peer: "a peer", unit: "µs", must: 2, aim: 4,
    run: async ({ rounds }) => ({ ratio: ${ratio}, cpuRatio: null, ours: 1, theirs: ${ratio}, rounds }), ...${rest} }`;

const run = (...args: string[]): Promise<number> =>
  runBench(args, { benchDir: dir, docsDir: dir }, (text) => printed.push(text));

const results = async (): Promise<readonly BenchResult[]> =>
  JSON.parse(await readFile(join(dir, "results.json"), "utf8")) as BenchResult[];

const document = (): Promise<string> => readFile(join(dir, "performance.md"), "utf8");

describe("the bench", () => {
  it("F169 prints both sides of each row and leaves their results when every must is reached", async () => {
    await rows("tiny", [row("tiny/fast", 5), row("tiny/slow", 3)]);
    expect(await run()).toBe(0);
    expect(printed.join("\n")).toContain("ours 1 µs   theirs 5 µs");
    expect(await results()).toMatchObject([
      { name: "tiny/fast", row: "a path", peer: "a peer", ratio: 5, must: 2, aim: 4, unit: "µs", rounds: 7 },
      { name: "tiny/slow", ratio: 3, ours: 1, theirs: 3 },
    ]);
  });

  it("F169 ends with 3 when a must is missed, or cannot be measured for want of a peer", async () => {
    const gone = row("tiny/gone", 5, '{ run: async () => ({ skipped: "no peer" }) }');
    await rows("tiny", [row("tiny/slow", 1.99), gone]);
    expect(await run()).toBe(3);
    expect(printed).toEqual([
      expect.stringContaining("tiny/slow: MUST MISSED"),
      "tiny/gone: not run, no peer: MUST MISSED",
    ]);
  });

  it("F169 ends with 2 for a name that begins no row, and lists the names", async () => {
    await rows("tiny", [row("tiny/fast", 5)]);
    await rows("other", [row("other/fast", 5)]);
    expect(await run("tiny/quick")).toBe(2);
    expect(printed).toEqual(["there is no row or curve `tiny/quick`; these are:", "other/fast", "tiny/fast"]);
  });

  it.each([["--rounds", "3"], ["--nonsense"]])("F169 ends with 2 for the option %s %s", async (...args) => {
    expect(await run(...args)).toBe(2);
  });

  it("F169 ends with 1 when a row fails or its process dies, after it ran the others", async () => {
    const failing = row("tiny/bad", 5, '{ run: async () => { throw new Error("sides differ"); } }');
    const fatal = row("tiny/fatal", 5, '{ run: async () => process.kill(process.pid, "SIGKILL") }');
    await rows("tiny", [failing, row("tiny/fast", 5), fatal]);
    expect(await run()).toBe(1);
    expect(printed.join("\n")).toContain("sides differ");
    expect(printed.join("\n")).toContain("tiny/fatal: FAILED");
    expect((await results()).map(({ name }) => name)).toEqual(["tiny/fast"]);
  });

  it("F169 ends with 1 for a row that stands in a file of another topic, where its name would not find it", async () => {
    await rows("tiny", [row("small/fast", 5)]);
    expect(await run()).toBe(1);
  });

  it("F169 runs the rows that a name begins, and keeps the others' results only with --keep", async () => {
    await rows("tiny", [row("tiny/fast", 5), row("tiny/slow", 3)]);
    await run();
    expect(await run("tiny/fast", "--keep")).toBe(0);
    expect((await results()).map(({ name }) => name)).toEqual(["tiny/fast", "tiny/slow"]);
    await run("tiny/fast");
    expect((await results()).map(({ name }) => name)).toEqual(["tiny/fast"]);
  });

  it("F169 writes nothing for a quick look", async () => {
    await rows("tiny", [row("tiny/fast", 5)]);
    expect(await run("--quick")).toBe(0);
    expect((await readdir(dir)).toSorted()).toEqual(["growth", "rows"]);
  });
});

describe("docs/performance.md", () => {
  it("F169 names the machine, and says of each aim that is not reached what bounds it", async () => {
    const bounded = `{ run: async () => ({ ratio: 3, cpuRatio: 3.5, ours: 1, theirs: 3, rounds: 7, bound: "memory bandwidth" }) }`;
    await rows("tiny", [row("tiny/slow", 3, bounded)]);
    await run();
    const text = await document();
    expect(text).toContain(`Node.js ${process.version}`);
    expect(text).toContain("`tiny/slow` reaches 3× of 4×: memory bandwidth.");
  });

  it("F169 draws each growth curve, for light and dark pages, with its figures as a table", async () => {
    const curve = `{ name: "growth/rules", title: "Rules", x: "rules", y: "µs a decision",
      points: async () => [{ x: 10, y: 0.5 }, { x: 100000, y: 0.625 }] }`;
    await writeFile(join(dir, "growth/tiny.bench.ts"), `export default [${curve}];`);
    expect(await run("growth")).toBe(0);
    expect(await document()).toContain("| 100,000 | 0.625 |");
    const svg = await readFile(join(dir, "performance/growth-rules.svg"), "utf8");
    expect(svg).toContain("µs a decision");
    expect(svg).toContain("prefers-color-scheme: dark");
  });
});
