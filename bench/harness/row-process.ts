/**
 * One file of benchmarks in a process of its own: `row-process.ts FILE SETTINGS [NAME…]`. Says over the channel to its
 * parent which names the file holds, and what each wanted one came to.
 */
import { pathToFileURL } from "node:url";
import { isWanted } from "./files.ts";
import { type Outcome, resultOf } from "./outcome.ts";
import type { BenchRow, BenchSettings, GrowthCurve } from "./types.ts";

export type Said =
  | { readonly kind: "names"; readonly names: readonly string[] }
  | { readonly kind: "begun"; readonly name: string }
  | { readonly kind: "outcome"; readonly outcome: Outcome };

const [file = "", settingsText = "", ...wanted] = process.argv.slice(2);
const settings = settingsText === "list" ? null : (JSON.parse(settingsText) as BenchSettings);
const { default: benches } = (await import(pathToFileURL(file).href)) as {
  default: readonly (BenchRow | GrowthCurve)[];
};
await say({ kind: "names", names: benches.map(({ name }) => name) });
for (const bench of settings === null ? [] : benches.filter(({ name }) => isWanted(name, wanted))) {
  await say({ kind: "begun", name: bench.name });
  await say({ kind: "outcome", outcome: await outcomeOf(bench, settings ?? { rounds: 7, roundMs: 0 }) });
}
// A peer may leave a thread or a socket behind that would keep the process for ever.
process.exit(0);

async function outcomeOf(bench: BenchRow | GrowthCurve, settings: BenchSettings): Promise<Outcome> {
  const measuredAt = new Date().toISOString();
  try {
    if ("points" in bench) {
      const { name, title, x, y } = bench;
      return {
        kind: "drawn",
        curve: { name, title, x, y, points: await bench.points(settings), measuredAt },
      };
    }
    const measured = await bench.run(settings);
    if ("skipped" in measured)
      return { kind: "skipped", name: bench.name, must: bench.must, reason: measured.skipped };
    return { kind: "measured", result: resultOf(bench, measured, measuredAt) };
  } catch (fault) {
    const message = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
    return { kind: "failed", name: bench.name, message };
  }
}

function say(said: Said): Promise<void> {
  return new Promise((resolve, reject) => {
    if (process.send === undefined) throw new Error("the rows are run by bench/run.ts");
    process.send(said, undefined, undefined, (fault) => (fault === null ? resolve() : reject(fault)));
  });
}
