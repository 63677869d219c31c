import { useNarrow } from "../ui/layout/use-narrow.ts";
import type { Column } from "../ui/table/columns.ts";

/** The columns of a table, the one with its acts right after the name where the others would push it out of sight. */
export function useActBesideName<Row>(columns: readonly Column<Row>[], act: string): readonly Column<Row>[] {
  const isNarrow = useNarrow();
  const [name, ...others] = columns;
  const acts = others.filter(({ id }) => id === act);
  return isNarrow && name !== undefined ? [name, ...acts, ...others.filter(({ id }) => id !== act)] : columns;
}
