/** Plots as SVG files, legible on a light and on a dark page. */
import { LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TitleComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { GrowthPoint } from "./types.ts";

use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

export interface Plot {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly series: readonly { readonly name: string; readonly points: readonly GrowthPoint[] }[];
}

const INK = "#1f2328";
const QUIET = "#59636e";
const GRID = "#d1d9e0";
/** Told apart by people who tell no red from green, too. */
const LINES = ["#0550ae", "#bc4c00"];

const ON_DARK: readonly (readonly [string, string])[] = [
  [INK, "#f0f6fc"],
  [QUIET, "#9198a1"],
  [GRID, "#3d444d"],
  [LINES[0] ?? "", "#79c0ff"],
  [LINES[1] ?? "", "#ffa657"],
];

/** Draws with logarithmic axes where values span more than a hundredfold. */
export function svgOf(plot: Plot): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width: 720, height: 340 });
  try {
    chart.setOption(optionOf(plot));
    return withoutPointerStyles(chart.renderToSVGString()).replace(">", `>\n${darkStyle()}`);
  } finally {
    chart.dispose();
  }
}

function optionOf({ title, x, y, series }: Plot) {
  const points = series.flatMap((one) => one.points);
  return {
    animation: false,
    color: [...LINES],
    textStyle: { fontFamily: "system-ui, sans-serif" },
    title: { text: title, textStyle: { color: INK, fontSize: 14, fontWeight: 600 } },
    legend: { show: series.length > 1, top: 24, textStyle: { color: INK } },
    grid: { left: 72, right: 96, top: 64, bottom: 40 },
    xAxis: axis(
      x,
      points.map((point) => point.x),
    ),
    yAxis: axis(
      y,
      points.map((point) => point.y),
    ),
    series: series.map((one) => ({
      name: one.name,
      type: "line" as const,
      data: one.points.map((point) => [point.x, point.y]),
      symbol: "circle",
      symbolSize: one.points.length > 50 ? 0 : 6,
      silent: true,
    })),
  };
}

function axis(name: string, values: readonly number[]) {
  const isWide = Math.min(...values) > 0 && Math.max(...values) / Math.min(...values) > 100;
  return {
    type: isWide ? ("log" as const) : ("value" as const),
    name,
    nameTextStyle: { color: INK },
    axisLabel: { color: QUIET },
    axisLine: { show: true, lineStyle: { color: QUIET } },
    splitLine: { lineStyle: { color: GRID } },
  };
}

/** A rule of CSS wins over the attribute of a shape, so that one file serves both schemes. */
function darkStyle(): string {
  const rules = ON_DARK.map(
    ([light, dark]) => `[fill="${light}"]{fill:${dark}}[stroke="${light}"]{stroke:${dark}}`,
  );
  return `<style>[fill="#fff"]{fill:none}@media (prefers-color-scheme: dark){${rules.join("")}}</style>`;
}

/** What the chart library adds for a pointer, with class names that differ at every run. */
function withoutPointerStyles(svg: string): string {
  return svg
    .replace(/<style ><!\[CDATA\[.*?\]\]><\/style>/s, "")
    .replaceAll(/ class="zr\d+-cls-\d+"/g, "")
    .replaceAll(/zr\d+-c(\d+)/g, "clip-$1");
}
