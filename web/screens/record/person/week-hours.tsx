import { useMemo } from "react";
import { Panel } from "../../../ui/layout/panel.tsx";
import type { PlotOption } from "../../../ui/plot/plot-option.ts";
import type { PlotTheme } from "../../../ui/plot/plot-theme.ts";
import { Plot } from "../../../ui/plot/plot.tsx";
import type { Column } from "../../../ui/table/columns.ts";
import type { Activity } from "../summary/summaries.ts";

type Hour = Activity["hours"][number];

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"));

const weekdayOf = ({ weekday }: Pick<Hour, "weekday">): string => WEEKDAYS[weekday - 1] ?? "";

const COLUMNS: readonly Column<Hour>[] = [
  { id: "weekday", title: "Weekday", cell: weekdayOf, csv: weekdayOf },
  {
    id: "hour",
    title: "Hour",
    cell: ({ hour }) => `${HOURS[hour]}:00`,
    csv: ({ hour }) => `${HOURS[hour]}:00`,
  },
  {
    id: "entries",
    title: "Entries",
    align: "end",
    cell: ({ entries }) => entries,
    csv: ({ entries }) => entries,
  },
];

interface WeekHoursProps {
  readonly hours: readonly Hour[];
  readonly asOf: string;
}

/** At which hours of the week the person worked with the record: numbers in the cells, the deeper the more. */
export function WeekHours({ hours, asOf }: WeekHoursProps) {
  const option = useMemo(() => (theme: PlotTheme) => hoursOption(hours, theme), [hours]);
  const sorted = hours.toSorted((a, b) => a.weekday - b.weekday || a.hour - b.hour);
  const most = hours.reduce((a, b) => (b.entries > a.entries ? b : a));
  const peak = `most on ${weekdayOf(most)} from ${HOURS[most.hour]}:00, ${most.entries} entries`;
  return (
    <Panel title="By hour">
      <Plot
        title="Hours of the week"
        summary={`Entries in ${hours.length} hours of the week; ${peak}.`}
        n={hours.reduce((sum, { entries }) => sum + entries, 0)}
        unit="entries"
        asOf={asOf}
        option={option}
        rows={sorted}
        columns={COLUMNS}
        rowKey={({ weekday, hour }) => `${weekday} ${hour}`}
        csvName="hours-of-the-week"
        height={230}
        note={`By the clock of your time zone: ${peak}.`}
      />
    </Panel>
  );
}

function hoursOption(hours: readonly Hour[], theme: PlotTheme): PlotOption {
  const most = Math.max(...hours.map(({ entries }) => entries));
  return {
    grid: { left: 44, right: 8, top: 4, bottom: 28 },
    xAxis: { type: "category", data: HOURS, splitArea: { show: false } },
    yAxis: { type: "category", data: WEEKDAYS.map((name) => name.slice(0, 3)), inverse: true },
    visualMap: {
      show: false,
      min: 0,
      max: most,
      inRange: { color: [theme.surface, theme.accent] },
    },
    tooltip: {
      trigger: "item",
      formatter: (point) => {
        const { dataIndex } = Array.isArray(point) ? { dataIndex: -1 } : point;
        const hour = hours[dataIndex];
        return hour === undefined ? "" : `${weekdayOf(hour)} ${HOURS[hour.hour]}:00: ${hour.entries} entries`;
      },
    },
    series: [
      {
        type: "heatmap",
        data: hours.map(({ weekday, hour, entries }) => ({
          value: [hour, weekday - 1, entries],
          // On deep cells the ink of the page does not read.
          label: { color: entries > most / 2 ? theme.surface : theme.ink },
        })),
        label: { show: true, fontSize: 11 },
        labelLayout: { hideOverlap: true },
        itemStyle: { borderColor: theme.hairline, borderWidth: 1 },
      },
    ],
  };
}
