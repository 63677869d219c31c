/** docs/performance.md, from what the runs left on disk. */
import { verdictOf } from "./outcome.ts";
import { figure } from "./print.ts";
import type { BenchResult, GrowthResult, LoadResult, SoakResult } from "./types.ts";

export interface ReportParts {
  readonly machine: readonly string[];
  readonly results: readonly BenchResult[];
  readonly growth: readonly GrowthResult[];
  readonly load: readonly LoadResult[];
  readonly soak: SoakResult | null;
}

const HEAD = `# Speed, as measured

Written by \`npm run bench\`, \`npm run bench:load\` and \`npm run bench:soak\`; not edited by hand. Every figure is a ratio
against a named peer in the same run: rounds of both sides are interleaved, a ratio is the median of the rounds' own
ratios, and above 1 ours is better. The CPU ratio stands beside it where all the work is done in one process.
`;

/** The whole document; a section for which nothing was measured is left out. */
export function reportOf(parts: ReportParts): string {
  const sections = [HEAD, machineSection(parts.machine), tableSection(parts.results)];
  if (parts.results.some((result) => isBelowAim(result))) sections.push(boundsSection(parts.results));
  if (parts.results.some(({ notes }) => notes.length > 0)) sections.push(notesSection(parts.results));
  if (parts.load.length > 0) sections.push(loadSection(parts.load));
  if (parts.growth.length > 0) sections.push(growthSection(parts.growth));
  if (parts.soak !== null) sections.push(soakSection(parts.soak));
  return sections.join("\n");
}

/** The plot's file of a curve, beside the document: `growth/rules` → `performance/growth-rules.svg`. */
export function plotPath(name: string): string {
  return `performance/${name.replaceAll("/", "-")}.svg`;
}

function machineSection(machine: readonly string[]): string {
  return `## Machine\n\n${machine.map((line) => `- ${line}`).join("\n")}\n`;
}

function tableSection(results: readonly BenchResult[]): string {
  const rows = results.map((result) => [
    `\`${result.name}\``,
    result.row,
    result.peer,
    `${figure(result.ours)} ${result.unit}`,
    `${figure(result.theirs)} ${result.unit}`,
    `**${figure(result.ratio)}×**`,
    figure(result.cpuRatio),
    figure(result.must),
    figure(result.aim),
    verdictOf(result),
    result.measuredAt.slice(0, 10),
  ]);
  const head = [
    "name",
    "path",
    "peer",
    "ours",
    "theirs",
    "ratio",
    "by CPU",
    "must",
    "aim",
    "verdict",
    "measured",
  ];
  return `## Against peers\n\n${table(head, rows)}`;
}

function isBelowAim({ ratio, aim }: BenchResult): boolean {
  return aim !== null && !(ratio >= aim);
}

function boundsSection(results: readonly BenchResult[]): string {
  const lines = results
    .filter((result) => isBelowAim(result))
    .map(({ name, ratio, aim, bound }) => {
      const why = bound ?? "what bounds it was not measured";
      return `- \`${name}\` reaches ${figure(ratio)}× of ${figure(aim)}×: ${why}.`;
    });
  return `## What bounds the aims that are not reached\n\n${lines.join("\n")}\n`;
}

function notesSection(results: readonly BenchResult[]): string {
  const lines = results
    .filter(({ notes }) => notes.length > 0)
    .map(({ name, notes }) => `- \`${name}\`: ${notes.join("; ")}.`);
  return `## How each row is set up\n\n${lines.join("\n")}\n`;
}

function loadSection(load: readonly LoadResult[]): string {
  const rows = load.map((one) => [
    one.side,
    one.size,
    String(one.connections),
    ...[one.perSecond, one.p50, one.p90, one.p99, one.p999].map(figure),
  ]);
  const head = ["side", "answer", "connections", "answers/s", "p50 ms", "p90 ms", "p99 ms", "p99.9 ms"];
  const day = load[0]?.measuredAt.slice(0, 10) ?? "";
  const what =
    "The whole gateway: token, decision, projection and durable record in each answer. The load generator, the upstream and PostgreSQL share the cores; every answer was 200.";
  return `## Load\n\n${what} Measured ${day} by \`npm run bench:load\`.\n\n${table(head, rows)}`;
}

function growthSection(growth: readonly GrowthResult[]): string {
  const curves = growth.map(({ name, title, x, y, points, measuredAt }) => {
    const rows = points.map((point) => [figure(point.x), figure(point.y)]);
    const image = `![${title}: ${y} against ${x}](${plotPath(name)})`;
    return `### ${title}\n\n${image}\n\nMeasured ${measuredAt.slice(0, 10)}.\n\n${table([x, y], rows)}`;
  });
  return `## Growth\n\n${curves.join("\n")}`;
}

function soakSection(soak: SoakResult): string {
  const trend = (name: string, { slope, noise }: SoakResult["rss"]): string =>
    `${name} ${figure(slope)} MiB/h (noise ±${figure(noise)})`;
  const every = Math.max(1, Math.ceil(soak.samples.length / 12));
  const rows = soak.samples
    .filter((_, at) => at % every === 0 || at === soak.samples.length - 1)
    .map(({ second, rss, heap }) => [String(Math.round(second)), figure(rss), figure(heap)]);
  return `## Soak

${figure(soak.minutes)} minutes at ${soak.connections} connections, ${figure(soak.requests)} answers, all of them 200; measured ${soak.measuredAt.slice(0, 10)}.
Slope after the warm-up: ${trend("resident", soak.rss)}, ${trend("heap", soak.heap)}: ${soak.isFlat ? "flat" : "NOT FLAT"}.

![Memory under load: MiB against seconds](${plotPath("soak")})

${table(["seconds", "resident MiB", "heap MiB"], rows)}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return `${[line(head), `|${"---|".repeat(head.length)}`, ...rows.map(line)].join("\n")}\n`;
}
