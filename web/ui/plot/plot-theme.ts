/** The tokens that a plot is drawn with, as the theme of the moment has them. */
export interface PlotTheme {
  readonly ink: string;
  readonly inkSoft: string;
  readonly hairline: string;
  readonly surface: string;
  readonly accent: string;
  readonly permit: string;
  readonly deny: string;
  readonly caution: string;
  /** For series, in order. Never the only way to tell them apart: label them directly. */
  readonly series: readonly string[];
  readonly font: string;
}

/** Reads the tokens as they resolve on an element. */
export function readPlotTheme(element: HTMLElement): PlotTheme {
  const style = getComputedStyle(element);
  // A custom property keeps `light-dark(…)` unresolved; a real property resolves it.
  const probe = element.ownerDocument.createElement("span");
  element.append(probe);
  const color = (token: string): string => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const theme: PlotTheme = {
    ink: color("ink"),
    inkSoft: color("ink-soft"),
    hairline: color("hairline"),
    surface: color("surface"),
    accent: color("accent"),
    permit: color("permit"),
    deny: color("deny"),
    caution: color("caution"),
    series: [1, 2, 3, 4, 5, 6].map((n) => color(`plot-${n}`)),
    font: style.fontFamily,
  };
  probe.remove();
  return theme;
}

/** The same as a theme of ECharts, so that an option says only what is its own. */
export function echartsTheme(theme: PlotTheme): object {
  const axis = {
    axisLine: { lineStyle: { color: theme.inkSoft } },
    axisTick: { lineStyle: { color: theme.inkSoft } },
    axisLabel: { color: theme.inkSoft, fontSize: 12 },
    nameTextStyle: { color: theme.inkSoft, fontSize: 12 },
    splitLine: { lineStyle: { color: theme.hairline } },
  };
  return {
    color: theme.series,
    backgroundColor: "transparent",
    textStyle: { fontFamily: theme.font, color: theme.ink, fontSize: 12 },
    categoryAxis: { ...axis, splitLine: { ...axis.splitLine, show: false } },
    valueAxis: { ...axis, axisLine: { show: false } },
    logAxis: { ...axis, axisLine: { show: false } },
    timeAxis: axis,
    line: { symbolSize: 5, lineStyle: { width: 2 } },
    tooltip: {
      // Drawn inside the SVG: an HTML one would need inline styles.
      renderMode: "richText",
      backgroundColor: theme.surface,
      borderColor: theme.inkSoft,
      borderWidth: 1,
      textStyle: { color: theme.ink, fontSize: 12 },
    },
  };
}
