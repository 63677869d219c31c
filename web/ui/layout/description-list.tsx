import type { ReactNode } from "react";
import styles from "./layout.module.css";

export interface Description {
  readonly term: string;
  readonly value: ReactNode;
}

/** Names with their values, in two columns where there is room. */
export function DescriptionList({ items }: { readonly items: readonly Description[] }) {
  return (
    <dl className={styles["list"]}>
      {items.map(({ term, value }) => (
        <DescriptionRow key={term} term={term} value={value} />
      ))}
    </dl>
  );
}

function DescriptionRow({ term, value }: Description) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{value}</dd>
    </>
  );
}
