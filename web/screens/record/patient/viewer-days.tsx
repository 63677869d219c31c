import { useMemo } from "react";
import { Panel } from "../../../ui/layout/panel.tsx";
import type { PlotOption } from "../../../ui/plot/plot-option.ts";
import type { PlotTheme } from "../../../ui/plot/plot-theme.ts";
import { Plot } from "../../../ui/plot/plot.tsx";
import type { Column } from "../../../ui/table/columns.ts";
import { dayText } from "../../../ui/text/time.ts";
import { counted } from "../words.ts";
import type { Viewers } from "../summary/summaries.ts";

type Day = Viewers["days"][number];

const COLUMNS: readonly Column<Day>[] = [
  { id: "day", title: "Day", cell: ({ day }) => dayText(day), csv: ({ day }) => day },
  {
    id: "entries",
    title: "Entries",
    align: "end",
    cell: ({ entries }) => entries,
    csv: ({ entries }) => entries,
  },
  { id: "people", title: "People", align: "end", cell: ({ people }) => people, csv: ({ people }) => people },
];

/** Entries about the patient, day by day. */
export function ViewerDays({ days, asOf }: { readonly days: readonly Day[]; readonly asOf: string }) {
  const option = useMemo(() => (theme: PlotTheme) => daysOption(days, theme), [days]);
  const most = days.reduce((a, b) => (b.entries > a.entries ? b : a));
  return (
    <Panel title="By day">
      <Plot
        title="Entries about this patient"
        summary={`Entries on ${days.length} days, from ${dayText(days[0]?.day ?? "")} to ${dayText(days.at(-1)?.day ?? "")}; most on ${dayText(most.day)}: ${most.entries}.`}
        n={days.length}
        unit={days.length === 1 ? "day" : "days"}
        asOf={asOf}
        option={option}
        rows={days}
        columns={COLUMNS}
        rowKey={({ day }) => day}
        csvName="who-saw-by-day"
        height={180}
        note={`Most on ${dayText(most.day)}: ${counted(most.entries, "entry", "entries")} of ${counted(most.people, "person", "people")}.`}
      />
    </Panel>
  );
}

/** Noon, so that no change of the clock moves a day. */
const middleOf = (day: string): number => Date.parse(`${day}T12:00:00`);

const HALF_WEEK = 3.5 * 86_400_000;

function daysOption(days: readonly Day[], theme: PlotTheme): PlotOption {
  return {
    grid: { left: 48, right: 16, top: 12, bottom: 28 },
    xAxis: {
      type: "time",
      min: middleOf(days[0]?.day ?? "") - HALF_WEEK,
      max: middleOf(days.at(-1)?.day ?? "") + HALF_WEEK,
      splitLine: { show: false },
    },
    yAxis: { type: "value", minInterval: 1 },
    tooltip: { trigger: "item" },
    series: [
      {
        type: "bar",
        barMaxWidth: 12,
        itemStyle: { color: theme.accent },
        data: days.map(({ day, entries }) => [middleOf(day), entries]),
        tooltip: {
          formatter: ({ dataIndex }: { readonly dataIndex: number }) => {
            const { day, entries, people } = days[dataIndex] ?? { day: "", entries: 0, people: 0 };
            return `${dayText(day)}: ${counted(entries, "entry", "entries")}, ${counted(people, "person", "people")}`;
          },
        },
      },
    ],
  };
}
