import { type ReactNode, useId } from "react";
import { cx } from "../class-names.ts";
import styles from "./layout.module.css";

interface PanelProps {
  readonly title?: string;
  readonly actions?: ReactNode;
  /** Without the frame: for a table or a list that has its own lines. */
  readonly plain?: boolean;
  readonly children: ReactNode;
}

/** A titled part of a page; a region for screen readers when it has a title. */
export function Panel({ title, actions, plain = false, children }: PanelProps) {
  const id = useId();
  const label = title === undefined ? {} : { "aria-labelledby": id };
  return (
    <section className={cx(styles["panel"], plain && styles["plain"])} {...label}>
      {(title !== undefined || actions !== undefined) && (
        <div className={styles["panelHead"]}>
          {title !== undefined && <h2 id={id}>{title}</h2>}
          {actions !== undefined && <div className={styles["actions"]}>{actions}</div>}
        </div>
      )}
      <div className={styles["panelBody"]}>{children}</div>
    </section>
  );
}
