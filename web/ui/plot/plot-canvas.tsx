import { BarChart, CustomChart, HeatmapChart, LineChart, SankeyChart, ScatterChart } from "echarts/charts";
import { GridComponent, MarkLineComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { init, use as register } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import type { PlotOption } from "./plot-option.ts";
import { echartsTheme, type PlotTheme, readPlotTheme } from "./plot-theme.ts";

register([
  BarChart,
  CustomChart,
  HeatmapChart,
  LineChart,
  SankeyChart,
  ScatterChart,
  GridComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
  LabelLayout,
  SVGRenderer,
]);

export interface PlotCanvasProps {
  readonly option: (theme: PlotTheme) => PlotOption;
  /** What the plot shows, in a sentence: its text alternative. */
  readonly summary: string;
  /** Pixels. */
  readonly height: number;
}

/** The drawing itself, as SVG; drawn anew when the theme or the width changes. Memoize `option`. */
export function PlotCanvas({ option, summary, height }: PlotCanvasProps) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = ref.current;
    return element === null ? undefined : draw(element, option);
  }, [option]);
  return <div ref={ref} role="img" aria-label={summary} style={{ height }} />;
}

function draw(element: HTMLElement, option: PlotCanvasProps["option"]): () => void {
  let chart = start(element, option);
  const resized = new ResizeObserver(() => chart.resize());
  const restyled = new MutationObserver(() => {
    chart.dispose();
    chart = start(element, option);
  });
  resized.observe(element);
  restyled.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-scheme", "data-contrast"],
  });
  return () => {
    resized.disconnect();
    restyled.disconnect();
    chart.dispose();
  };
}

function start(element: HTMLElement, option: PlotCanvasProps["option"]) {
  const theme = readPlotTheme(element);
  const chart = init(element, echartsTheme(theme), { renderer: "svg" });
  chart.setOption({ ...option(theme), animation: false });
  return chart;
}
