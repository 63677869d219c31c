import { useMemo } from "react";
import type { PlotOption } from "../../../ui/plot/plot-option.ts";
import type { PlotTheme } from "../../../ui/plot/plot-theme.ts";
import { Plot } from "../../../ui/plot/plot.tsx";
import { Disclosure } from "../../../ui/layout/disclosure.tsx";
import { useNarrow } from "../../../ui/layout/use-narrow.ts";
import { Panel } from "../../../ui/layout/panel.tsx";
import type { Column } from "../../../ui/table/columns.ts";
import type { TestRun } from "./test-run.tsx";

type Coverage = TestRun["coverage"];

interface Bar {
  readonly what: string;
  readonly covered: number;
  readonly total: number;
  readonly percent: number;
  readonly untested: readonly string[];
}

const COLUMNS: readonly Column<Bar>[] = [
  { id: "what", title: "Part of the policy", cell: ({ what }) => what, csv: ({ what }) => what },
  {
    id: "covered",
    title: "Covered",
    cell: ({ covered }) => covered,
    csv: ({ covered }) => covered,
    align: "end",
  },
  { id: "total", title: "Of", cell: ({ total }) => total, csv: ({ total }) => total, align: "end" },
  {
    id: "percent",
    title: "Percent",
    cell: ({ percent }) => percent,
    csv: ({ percent }) => percent,
    align: "end",
  },
];

/** How much of the policy the tests go through. */
export function CoveragePlot({ coverage }: { readonly coverage: Coverage }) {
  const bars = useMemo(() => barsOf(coverage), [coverage]);
  const narrow = useNarrow();
  const option = useMemo(() => (theme: PlotTheme) => coverageOption(theme, bars, narrow), [bars, narrow]);
  const untested = bars.filter((bar) => bar.untested.length > 0);
  return (
    <Panel title="Coverage">
      <Plot
        title="What the tests cover"
        summary={bars.map(({ what, covered, total }) => `${what}: ${covered} of ${total}`).join("; ")}
        n={bars.reduce((sum, { total }) => sum + total, 0)}
        unit="grants, rules and elements"
        option={option}
        rows={bars}
        rowKey={({ what }) => what}
        columns={COLUMNS}
        csvName="policy-test-coverage"
        height={narrow ? 190 : 150}
      />
      {untested.length > 0 && (
        <div>
          {untested.map(({ what, untested: ids }) => (
            <Disclosure key={what} summary={`Not covered, ${what.toLowerCase()}: ${ids.length}`}>
              <code>{ids.join(", ")}</code>
            </Disclosure>
          ))}
        </div>
      )}
    </Panel>
  );
}

function barsOf({ grants, outbound, elements }: Coverage): readonly Bar[] {
  return [
    { what: "Grants", ...grants },
    { what: "Rules on disclosing and requesting", ...outbound },
    { what: "Elements", ...elements },
  ];
}

/** Where there is no room beside the bars, each name stands above its bar. */
const ABOVE = { inside: true, margin: 0, verticalAlign: "bottom" as const, padding: [0, 0, 12, 0] };

function coverageOption(theme: PlotTheme, bars: readonly Bar[], narrow: boolean): PlotOption {
  return {
    grid: { left: 8, right: 90, top: narrow ? 12 : 4, bottom: 24, containLabel: true },
    xAxis: {
      type: "value",
      min: 0,
      max: 100,
      interval: narrow ? 50 : 20,
      axisLabel: { formatter: "{value}%" },
    },
    yAxis: {
      type: "category",
      inverse: true,
      data: bars.map(({ what }) => what),
      axisTick: { show: false },
      axisLabel: { color: theme.ink, ...(narrow ? ABOVE : {}) },
      z: 3,
    },
    series: [
      {
        type: "bar",
        barWidth: 14,
        itemStyle: { color: theme.accent },
        data: bars.map(({ percent }) => percent),
        label: {
          show: true,
          position: "right",
          color: theme.ink,
          formatter: ({ dataIndex }) => `${bars[dataIndex]?.covered} of ${bars[dataIndex]?.total}`,
        },
      },
    ],
  };
}
