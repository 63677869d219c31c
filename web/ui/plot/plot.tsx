import { lazy, type ReactNode, Suspense, useState } from "react";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import { Skeleton } from "../state/skeleton.tsx";
import type { Column } from "../table/columns.ts";
import { DataTable } from "../table/data-table.tsx";
import { Icon } from "../text/icon.tsx";
import { TimeText } from "../text/time-text.tsx";
import type { PlotCanvasProps } from "./plot-canvas.tsx";
import styles from "./plot.module.css";

// ECharts is large: it comes with the first plot.
const PlotCanvas = lazy(async () => ({ default: (await import("./plot-canvas.tsx")).PlotCanvas }));

interface PlotProps<Row> extends Omit<PlotCanvasProps, "height"> {
  readonly title: string;
  /** How many things the plot is about: `n = 412 people`. */
  readonly n: number;
  readonly unit: string;
  /** The plotted points: the table twin and the CSV. */
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly csvName: string;
  /** ISO time of the data. */
  readonly asOf?: string;
  /** Pixels; 280 unless said. */
  readonly height?: number;
  /** How to read it, or what was left out. */
  readonly note?: ReactNode;
  /** What stands there first; the plot unless said. */
  readonly first?: Form;
}

type Form = "plot" | "table";

/** A plot with its twin: the same points as a table, and as CSV. */
export function Plot<Row>(props: PlotProps<Row>) {
  const { title, n, unit, asOf, note, first = "plot" } = props;
  const [form, setForm] = useState<Form>(first);
  return (
    <figure className={styles["figure"]}>
      <figcaption className={styles["head"]}>
        <div>
          <h3>{title}</h3>
          <p className={styles["facts"]}>
            n = {n.toLocaleString("en-US")} {unit}
            {asOf !== undefined && (
              <>
                , as of <TimeText at={asOf} form="absolute" />
              </>
            )}
          </p>
        </div>
        <FormToggle title={title} form={form} onChange={setForm} />
      </figcaption>
      {form === "plot" ? <Drawing {...props} /> : <Twin {...props} />}
      {note !== undefined && <p className={styles["facts"]}>{note}</p>}
    </figure>
  );
}

function Drawing<Row>({ rows, option, summary, height = 280, title }: PlotProps<Row>) {
  if (rows.length === 0) return <p className={styles["facts"]}>Nothing to plot yet.</p>;
  return (
    <Suspense fallback={<Skeleton lines={6} label={`Loading the plot ${title}`} />}>
      <PlotCanvas option={option} summary={summary} height={height} />
    </Suspense>
  );
}

function Twin<Row>({ title, columns, rows, rowKey, csvName }: PlotProps<Row>) {
  return (
    <DataTable
      label={title}
      columns={columns}
      rows={rows}
      rowKey={rowKey}
      csvName={csvName}
      empty={{
        kind: "none-yet",
        title: "Nothing to plot yet",
        text: "Points appear here with the first data.",
      }}
    />
  );
}

interface FormToggleProps {
  readonly title: string;
  readonly form: Form;
  readonly onChange: (form: Form) => void;
}

function FormToggle({ title, form, onChange }: FormToggleProps) {
  return (
    <ToggleButtonGroup
      aria-label={`Show ${title} as`}
      className={styles["toggle"] ?? ""}
      selectedKeys={[form]}
      disallowEmptySelection
      onSelectionChange={(keys) => onChange(keys.has("table") ? "table" : "plot")}
    >
      <ToggleButton id="plot" className={styles["option"] ?? ""}>
        <Icon name="plot" /> Plot
      </ToggleButton>
      <ToggleButton id="table" className={styles["option"] ?? ""}>
        <Icon name="table" /> Table
      </ToggleButton>
    </ToggleButtonGroup>
  );
}
