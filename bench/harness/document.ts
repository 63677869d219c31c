/** Writes docs/performance.md and its plots from the files that runs of the bench leave. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { machineLines } from "./machine.ts";
import { type Plot, svgOf } from "./plot.ts";
import { plotPath, reportOf } from "./report.ts";
import { readResults } from "./results-file.ts";
import type { BenchResult, GrowthResult, LoadResult, SoakResult } from "./types.ts";

/** Where a run reads and writes. */
export interface BenchPlaces {
  /** Holds `rows/`, `growth/` and the results. */
  readonly benchDir: string;
  readonly docsDir: string;
}

export const OURS: BenchPlaces = {
  benchDir: join(import.meta.dirname, ".."),
  docsDir: join(import.meta.dirname, "../../docs"),
};

/** The document as the results on disk have it. */
export async function writeDocument({ benchDir, docsDir }: BenchPlaces): Promise<void> {
  const [results, growth, load] = await Promise.all([
    readResults<BenchResult>(join(benchDir, "results.json")),
    readResults<GrowthResult>(join(benchDir, "growth.json")),
    readResults<LoadResult>(join(benchDir, "load.json")),
  ]);
  const soak = await readSoak(join(benchDir, "soak.json"));
  for (const curve of growth) await writePlot(docsDir, curve.name, { ...curve, series: [curve] });
  if (soak !== null) await writePlot(docsDir, "soak", soakPlot(soak));
  const machine = machineLines();
  await writeFile(join(docsDir, "performance.md"), reportOf({ machine, results, growth, load, soak }));
}

async function readSoak(path: string): Promise<SoakResult | null> {
  const [soak] = await readResults<SoakResult>(path);
  return soak ?? null;
}

function soakPlot({ samples }: SoakResult): Plot {
  const points = (of: "rss" | "heap") => samples.map((sample) => ({ x: sample.second, y: sample[of] }));
  return {
    title: "Memory under load",
    x: "seconds",
    y: "MiB",
    series: [
      { name: "resident", points: points("rss") },
      { name: "heap", points: points("heap") },
    ],
  };
}

/** A plot that has not changed keeps its file. */
async function writePlot(docsDir: string, name: string, plot: Plot): Promise<void> {
  const path = join(docsDir, plotPath(name));
  const svg = svgOf(plot);
  if ((await readFile(path, "utf8").catch(() => null)) === svg) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, svg);
}
