import { useMemo } from "react";
import type { PlotOption } from "../../../ui/plot/plot-option.ts";
import type { PlotTheme } from "../../../ui/plot/plot-theme.ts";
import { Plot } from "../../../ui/plot/plot.tsx";
import { useNarrow } from "../../../ui/layout/use-narrow.ts";
import { Panel } from "../../../ui/layout/panel.tsx";
import type { Column } from "../../../ui/table/columns.ts";
import { percentText } from "../percent.ts";
import { dotsOf, type ReachDot, type ReachReport, SMALL_CELL } from "./reach.ts";

const COLUMNS: readonly Column<ReachDot>[] = [
  { id: "role", title: "Role", cell: ({ title }) => title, csv: ({ role }) => role },
  { id: "people", title: "People", cell: ({ people }) => people, csv: ({ people }) => people, align: "end" },
  {
    id: "patients",
    title: "Patients",
    cell: (dot) => toldPatients(dot),
    csv: (dot) => toldPatients(dot),
    align: "end",
  },
  {
    id: "percent",
    title: "Of all patients",
    cell: (dot) => toldPercent(dot),
    csv: (dot) => toldPercent(dot),
    align: "end",
  },
];

/** The least that the scale shows, in percent; what reaches nobody stands at its left end. */
const LEAST = 0.1;

/** Reach per role: a dot for each, on a logarithmic scale. */
export function ReachPlot({ report }: { readonly report: ReachReport }) {
  const dots = useMemo(() => dotsOf(report.roles), [report]);
  const narrow = useNarrow();
  const option = useMemo(() => (theme: PlotTheme) => reachOption(theme, dots, narrow), [dots, narrow]);
  return (
    <Panel title="Roles">
      <Plot
        title="Patients that a role can see anything of, in percent of all patients"
        summary={dots.map((dot) => `${dot.title}: ${toldPercent(dot)}`).join("; ")}
        n={report.census.patients}
        unit="patients"
        asOf={report.at}
        option={option}
        rows={dots}
        rowKey={({ role }) => role}
        columns={COLUMNS}
        csvName="reach-per-role"
        height={dots.length * 22 + 40}
        note={`The scale is logarithmic. Hollow dots reach nobody, or 1 to ${SMALL_CELL - 1} patients, whose count is suppressed.`}
      />
    </Panel>
  );
}

function toldPatients({ standing, patients }: ReachDot): string {
  if (standing === "suppressed") return `1 to ${SMALL_CELL - 1}`;
  return patients === null ? "" : String(patients);
}

function toldPercent({ standing, percent }: ReachDot): string {
  if (standing === "none") return "none";
  return percent === null ? "suppressed" : percentText(percent);
}

function reachOption(theme: PlotTheme, dots: readonly ReachDot[], narrow: boolean): PlotOption {
  return {
    grid: { left: 8, right: narrow ? 48 : 96, top: 4, bottom: 28, containLabel: true },
    xAxis: {
      type: "log",
      min: LEAST,
      max: 100,
      axisLabel: { formatter: (value: number) => `${value}%` },
    },
    yAxis: {
      type: "category",
      inverse: true,
      data: dots.map(({ title }) => title),
      axisTick: { show: false },
      axisLabel: { width: narrow ? 104 : 190, overflow: "truncate", color: theme.ink },
      splitLine: { show: true },
    },
    series: [
      {
        type: "scatter",
        symbolSize: 10,
        data: dots.map((dot, at) => ({
          value: [dot.percent ?? LEAST, at],
          itemStyle:
            dot.percent === null
              ? { color: theme.surface, borderColor: theme.inkSoft, borderWidth: 1.5 }
              : { color: theme.accent },
        })),
        label: {
          show: true,
          position: "right",
          color: theme.ink,
          formatter: ({ dataIndex }) => {
            const dot = dots[dataIndex];
            return dot === undefined ? "" : toldPercent(dot);
          },
        },
      },
    ],
  };
}
