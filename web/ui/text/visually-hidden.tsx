import type { ReactNode } from "react";
import styles from "./text.module.css";

/** Said by screen readers, shown to nobody. */
export function VisuallyHidden({ children }: { readonly children: ReactNode }) {
  return <span className={styles["hidden"]}>{children}</span>;
}
