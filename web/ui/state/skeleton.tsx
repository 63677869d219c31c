import { VisuallyHidden } from "../text/visually-hidden.tsx";
import styles from "./state.module.css";

const WIDTHS = ["62%", "88%", "74%", "81%", "55%"];

/** Where content will stand in a moment. */
export function Skeleton({
  lines = 4,
  label = "Loading",
}: {
  readonly lines?: number;
  readonly label?: string;
}) {
  return (
    <div className={styles["skeleton"]} aria-busy="true">
      <VisuallyHidden>{label}</VisuallyHidden>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className={styles["bar"]} style={{ width: WIDTHS[line % WIDTHS.length] }} />
      ))}
    </div>
  );
}
