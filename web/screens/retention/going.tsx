import { Badge } from "../../ui/badge/badge.tsx";
import { counted, entriesOf, KEPT, mayGo, type Month, PLACES } from "./retention.ts";
import styles from "./retention.module.css";

/** Exactly what goes, month by month, and why one of them may not. */
export function Going({ months }: { readonly months: readonly Month[] }) {
  return (
    <>
      <p>
        <strong>
          {counted(entriesOf(months), "entry", "entries")} in {counted(months.length, "month", "months")}
        </strong>
      </p>
      <ul className={styles["why"]}>
        {months.map((month) => (
          <li key={month.id}>
            <strong>{month.id}</strong>: {counted(month.entries, "entry", "entries")}, numbers{" "}
            {month.firstSeq} to {month.lastSeq}, {PLACES[month.place].toLowerCase()}{" "}
            {!mayGo(month) && (
              <Badge tone="caution">
                Kept: {month.kept.map(({ code }) => (KEPT[code] ?? code).toLowerCase()).join(", ")}
              </Badge>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
