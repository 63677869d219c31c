import { useMemo } from "react";
import { useNarrow } from "../../ui/layout/use-narrow.ts";
import { Plot } from "../../ui/plot/plot.tsx";
import type { PlotTheme } from "../../ui/plot/plot-theme.ts";
import type { Column } from "../../ui/table/columns.ts";
import { monthsOption, plotted, type PlottedMonth, STANDINGS } from "./months-plot.ts";
import { counted, entriesOf, type Schedule, type Tombstone } from "./retention.ts";

const COLUMNS: readonly Column<PlottedMonth>[] = [
  { id: "month", title: "Month", cell: ({ month }) => month, csv: ({ month }) => month },
  {
    id: "standing",
    title: "Standing",
    cell: ({ standing }) => standing.join(", "),
    csv: ({ standing }) => standing.join("; "),
  },
  {
    id: "entries",
    title: "Entries",
    align: "end",
    cell: ({ entries }) => entries.toLocaleString("en-US"),
    csv: ({ entries }) => entries,
  },
];

interface MonthsPlotProps {
  readonly schedule: Schedule;
  /** Empty where one may not see them. */
  readonly tombstones: readonly Tombstone[];
}

/** The record on a line of months: where each is, what holds it, what may go, what went. */
export function MonthsPlot({ schedule: { months, asOf }, tombstones }: MonthsPlotProps) {
  const points = useMemo(() => plotted(months, tombstones), [months, tombstones]);
  const narrow = useNarrow();
  const option = useMemo(() => (theme: PlotTheme) => monthsOption(theme, points, narrow), [points, narrow]);
  return (
    <Plot
      title="The record by months"
      summary={summaryOf(points)}
      n={entriesOf(months)}
      unit="entries kept"
      asOf={asOf}
      option={option}
      rows={points}
      rowKey={({ month, standing, entries }) => `${month} ${standing.join()} ${entries}`}
      columns={COLUMNS}
      csvName="record-months"
      height={190}
      note="A month may stand in several rows. The larger the mark, the more entries. Months with more than 50,000 numbers are counted by an estimate of the database."
    />
  );
}

function summaryOf(points: readonly PlottedMonth[]): string {
  return STANDINGS.map((standing) => {
    const count = points.filter((point) => point.standing.includes(standing)).length;
    return `${standing}: ${counted(count, "month", "months")}`;
  }).join("; ");
}
