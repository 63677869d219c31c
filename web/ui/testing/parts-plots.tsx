import { Panel } from "../layout/panel.tsx";
import type { PlotOption } from "../plot/plot-option.ts";
import type { PlotTheme } from "../plot/plot-theme.ts";
import { Plot } from "../plot/plot.tsx";
import type { Column } from "../table/columns.ts";

interface Reach {
  readonly role: string;
  readonly patients: number;
}

const REACH: readonly Reach[] = [
  { role: "Physician", patients: 412 },
  { role: "Nurse", patients: 268 },
  { role: "Front desk", patients: 96 },
  { role: "Biller", patients: 31 },
  { role: "Researcher", patients: 4 },
];

const COLUMNS: readonly Column<Reach>[] = [
  { id: "role", title: "Role", cell: ({ role }) => role, csv: ({ role }) => role },
  {
    id: "patients",
    title: "Patients",
    cell: ({ patients }) => patients,
    csv: ({ patients }) => patients,
    align: "end",
  },
];

/** A dot plot on a log scale, labeled directly. */
export function Plots() {
  return (
    <Panel>
      <Plot
        title="Patients that one role reaches"
        summary="From 412 patients for a physician down to 4 for a researcher."
        n={5}
        unit="roles"
        asOf="2026-05-04T15:00:00Z"
        option={reachOption}
        rows={REACH}
        rowKey={({ role }) => role}
        columns={COLUMNS}
        csvName="reach"
        note="The scale is logarithmic."
      />
    </Panel>
  );
}

function reachOption(theme: PlotTheme): PlotOption {
  return {
    grid: { left: 90, right: 60, top: 10, bottom: 30 },
    xAxis: { type: "log", min: 1 },
    yAxis: { type: "category", data: REACH.map(({ role }) => role), inverse: true },
    tooltip: { trigger: "item" },
    series: [
      {
        type: "scatter",
        symbolSize: 11,
        data: REACH.map(({ patients }, at) => [patients, at]),
        label: {
          show: true,
          position: "right",
          formatter: ({ dataIndex }) => String(REACH[dataIndex]?.patients),
          color: theme.ink,
        },
      },
    ],
  };
}
