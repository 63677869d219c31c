import type { PlotOption } from "../../ui/plot/plot-option.ts";
import type { PlotTheme } from "../../ui/plot/plot-theme.ts";
import { mayGo, type Month, type Tombstone } from "./retention.ts";

/** One month as the plot has it. */
export interface PlottedMonth {
  /** `2019-05` */
  readonly month: string;
  readonly entries: number;
  readonly standing: readonly Standing[];
}

/** Rows of the plot, from the top. A month may stand in several: sealed to a file, and held. */
export const STANDINGS = ["Held", "May be purged", "In the database", "In a sealed file", "Purged"] as const;

type Standing = (typeof STANDINGS)[number];

/** The months that there are and the ones that went, oldest first; parts of one month together. */
export function plotted(months: readonly Month[], tombstones: readonly Tombstone[]): readonly PlottedMonth[] {
  const here = months.map((month): PlottedMonth => ({
    month: monthOf(month.id),
    entries: month.entries,
    standing: [
      ...(month.kept.some(({ code }) => code === "hold") ? (["Held"] as const) : []),
      ...(mayGo(month) ? (["May be purged"] as const) : []),
      month.place === "cold" ? "In a sealed file" : "In the database",
    ],
  }));
  const gone = tombstones.map(({ month }): PlottedMonth => ({
    month: monthOf(month.id),
    entries: month.entries,
    standing: ["Purged"],
  }));
  return [...here, ...gone].toSorted((a, b) => (a.month < b.month ? -1 : Number(a.month !== b.month)));
}

/** Each month from the first to the last, also where there was nothing. */
export function monthAxis(points: readonly PlottedMonth[]): readonly string[] {
  const [first, last] = [points.at(0)?.month, points.at(-1)?.month];
  if (first === undefined || last === undefined) return [];
  const months: string[] = [];
  for (let at = indexOf(first); at <= indexOf(last); at += 1) months.push(nameOf(at));
  return months;
}

/** Months on the axis, a row for each standing; the wider a mark, the more entries. */
export function monthsOption(theme: PlotTheme, points: readonly PlottedMonth[], narrow: boolean): PlotOption {
  const most = Math.max(1, ...points.map(({ entries }) => entries));
  const colors = [theme.caution, theme.deny, theme.accent, theme.series[2] ?? theme.accent, theme.inkSoft];
  const marks = points.flatMap(({ month, entries, standing }) =>
    standing.map((one) => ({
      value: [month, one, entries] as [string, string, number],
      symbolSize: 8 + 14 * Math.sqrt(entries / most),
      itemStyle: { color: colors[STANDINGS.indexOf(one)] ?? theme.ink },
    })),
  );
  return {
    grid: { left: 8, right: 32, top: 4, bottom: 4, containLabel: true },
    tooltip: {
      formatter: (shown) => {
        const [month, standing, entries] = markOf(shown);
        return `${month}: ${standing}\n${entries.toLocaleString("en-US")} entries`;
      },
    },
    xAxis: { type: "category", data: [...monthAxis(points)], splitLine: { show: false } },
    yAxis: {
      type: "category",
      inverse: true,
      data: [...STANDINGS],
      axisTick: { show: false },
      axisLabel: { color: theme.ink, width: narrow ? 96 : 130, overflow: "truncate" },
      splitLine: { show: true },
    },
    series: [{ type: "scatter", symbol: "rect", data: marks }],
  };
}

function markOf(shown: unknown): [string, string, number] {
  const { value } = (Array.isArray(shown) ? shown[0] : shown) as { readonly value: [string, string, number] };
  return value;
}

/** `2019-05.2` is of the month `2019-05`. */
function monthOf(id: string): string {
  return id.slice(0, 7);
}

function indexOf(month: string): number {
  const [year, of] = month.split("-");
  return Number(year) * 12 + Number(of) - 1;
}

function nameOf(index: number): string {
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
}
