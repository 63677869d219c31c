import { useContext } from "react";
import { IconButton } from "../button/button.tsx";
import { Menu } from "../overlay/menu.tsx";
import { TimeContext } from "../text/time-text.tsx";
import { type Column, csvOf } from "./columns.ts";
import { downloadCsv, toCsv } from "./csv.ts";
import styles from "./table.module.css";

interface TableToolsProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly visible: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly shown: ReadonlySet<string>;
  readonly onShow: (shown: ReadonlySet<string>) => void;
  readonly csvName: string | undefined;
}

/** The column chooser and the download of what is shown. */
export function TableTools<Row>({
  label,
  columns,
  visible,
  rows,
  shown,
  onShow,
  csvName,
}: TableToolsProps<Row>) {
  const { now } = useContext(TimeContext);
  const choosable = columns.slice(1);
  return (
    <div className={styles["tools"]}>
      {choosable.length > 2 && (
        <Menu
          label={`Columns of ${label}`}
          mode="multiple"
          trigger={<IconButton icon="columns" size="small" label={`Columns of ${label}`} />}
          selected={shown}
          onSelect={onShow}
          groups={[{ entries: choosable.map(({ id, title }) => ({ id, label: title })) }]}
        />
      )}
      {csvName !== undefined && (
        <IconButton
          icon="download"
          size="small"
          label={`Download ${label} as CSV`}
          onPress={() => downloadCsv(csvName, toCsv(...csvOf(visible, rows)), now())}
        />
      )}
    </div>
  );
}
