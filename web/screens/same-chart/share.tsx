import styles from "./same-chart.module.css";

/** n of m, as words and as a bar. */
export function Share({ shown, of }: { readonly shown: number; readonly of: number }) {
  const percent = of === 0 ? 0 : (100 * shown) / of;
  return (
    <span className={styles["share"]} data-none={shown === 0}>
      <span>{shown === 0 ? "nothing" : `${shown} of ${of}`}</span>
      <span className={styles["bar"]} aria-hidden="true">
        <span style={{ width: `${percent}%` }} />
      </span>
    </span>
  );
}
