import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { cx } from "../class-names.ts";
import { type Emptiness, EmptyState } from "../state/empty-state.tsx";
import { TimeText } from "../text/time-text.tsx";
import { VisuallyHidden } from "../text/visually-hidden.tsx";
import type { Column, Sort } from "./columns.ts";
import { TableHead } from "./table-head.tsx";
import { TableRow } from "./table-row.tsx";
import { TableTools } from "./table-tools.tsx";
import styles from "./table.module.css";
import { useRowKeys } from "./use-row-keys.ts";

export interface DataTableProps<Row> {
  /** What the rows are: `Entries of the record`. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Shown instead when there are no rows: which of the four kinds it is. */
  readonly empty: Emptiness;
  /** Makes the first cell a button, and Enter open the row. */
  readonly onOpen?: (row: Row) => void;
  readonly selected?: ReadonlySet<string>;
  readonly onSelect?: (keys: ReadonlySet<string>) => void;
  readonly sort?: Sort;
  /** The server orders; absent: no column can be sorted by. */
  readonly onSort?: (sort: Sort) => void;
  /** All rows, when more than are shown; null: the server does not tell. */
  readonly total?: number | null;
  /** ISO time of the data; absent: that of the answer it stands in, by AsOfContext. */
  readonly asOf?: string;
  /** Filters, at the start of the tools. */
  readonly filters?: ReactNode;
  /** The file's name without date and ending; absent: no download. */
  readonly csvName?: string;
  readonly pager?: ReactNode;
  readonly isBusy?: boolean;
  /** Escape. */
  readonly onBack?: () => void;
}

/** ISO time of the answer that the tables below show; null: it is not known. */
export const AsOfContext = createContext<string | null>(null);

/** So many rows stand on the page as they are: a box that hides the last four of them is a box too many. */
const SHORT = 20;

/** Rows under a sticky header, beside a sticky first column; keys as in rowMove, CSV guarded against formulas. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, empty, filters, csvName, isBusy = false } = props;
  const [shown, setShown] = useState<ReadonlySet<string>>(() => startingColumns(columns));
  const visible = useMemo(() => columns.filter(({ id }, at) => at === 0 || shown.has(id)), [columns, shown]);
  return (
    <div className={styles["frame"]}>
      <div className={styles["toolbar"]}>
        {filters}
        {rows.length > 0 && (
          <TableTools
            label={label}
            columns={columns}
            visible={visible}
            rows={rows}
            shown={shown}
            onShow={setShown}
            csvName={csvName}
          />
        )}
      </div>
      {rows.length === 0 && !isBusy ? (
        <EmptyState state={empty} />
      ) : (
        <>
          <Grid {...props} columns={visible} />
          <Foot {...props} />
        </>
      )}
    </div>
  );
}

function Grid<Row>(props: DataTableProps<Row>) {
  const {
    label,
    columns,
    rows,
    rowKey,
    onOpen,
    selected,
    onSelect,
    sort,
    onSort,
    onBack,
    isBusy = false,
  } = props;
  const toggle = (key: string): void => onSelect?.(toggled(selected ?? new Set(), key));
  const at = (row: number, act: (row: Row) => void): void => {
    const found = rows[row];
    if (found !== undefined) act(found);
  };
  const { body, onKeyDown } = useRowKeys({
    count: rows.length,
    open: onOpen && ((row) => at(row, onOpen)),
    select: onSelect && ((row) => at(row, (found) => toggle(rowKey(found)))),
    back: onBack,
  });
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions -- a region that scrolls must take the keyboard (WCAG 2.1.1)
    <div
      className={cx(styles["scroll"], rows.length > SHORT && styles["long"])}
      role="region"
      aria-label={label}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <table
        className={cx(styles["table"], columns.length > 2 && styles["stacks"], isBusy && styles["busy"])}
        aria-busy={isBusy}
      >
        <caption>
          <VisuallyHidden>{label}</VisuallyHidden>
        </caption>
        <TableHead columns={columns} sort={sort} onSort={onSort} />
        <tbody ref={body}>
          {rows.map((row) => (
            <TableRow
              key={rowKey(row)}
              row={row}
              columns={columns}
              onOpen={onOpen}
              isSelected={selected?.has(rowKey(row))}
              onToggle={() => toggle(rowKey(row))}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Foot<Row>({ rows, total, asOf: given, pager }: DataTableProps<Row>) {
  const answered = useContext(AsOfContext);
  const asOf = given ?? answered;
  const of =
    total === undefined || total === null || total === rows.length
      ? ""
      : ` of ${total.toLocaleString("en-US")}`;
  return (
    <div className={styles["foot"]}>
      <span>
        {rows.length.toLocaleString("en-US")}
        {of} {rows.length === 1 && of === "" ? "row" : "rows"}
        {asOf !== null && (
          <>
            , as of <TimeText at={asOf} form="absolute" />
          </>
        )}
      </span>
      {pager}
    </div>
  );
}

function startingColumns<Row>(columns: readonly Column<Row>[]): ReadonlySet<string> {
  return new Set(columns.filter(({ hidden }) => hidden !== true).map(({ id }) => id));
}

function toggled(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(keys);
  if (!next.delete(key)) next.add(key);
  return next;
}
