import styles from "./studio.module.css";

export interface Figure {
  readonly value: number | string;
  readonly label: string;
}

/** A few numbers side by side, each with what it counts. */
export function Figures({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <div className={styles["figures"]}>
      {figures.map(({ value, label }) => (
        <div key={label} className={styles["figure"]}>
          <strong>{typeof value === "number" ? value.toLocaleString("en-US") : value}</strong>
          <span>{label}</span>
        </div>
      ))}
    </div>
  );
}
