import type { UseQueryResult } from "@tanstack/react-query";
import type { Column } from "../../ui/table/columns.ts";
import { DataTable } from "../../ui/table/data-table.tsx";
import { Pager, rowsLabel } from "../../ui/table/pager.tsx";
import { Answered } from "../answered.tsx";
import { RegisterFilters } from "./register-filters.tsx";
import type { useFilters } from "./use-filters.ts";

interface RegisterTableProps<Row extends { readonly id: string }, Page, Status extends string> {
  /** `restrictions`. */
  readonly what: string;
  readonly columns: readonly Column<Row>[];
  readonly pages: {
    readonly query: UseQueryResult<Page>;
    readonly before: number;
    readonly onNext: (() => void) | undefined;
    readonly onPrevious: (() => void) | undefined;
  };
  readonly rowsOf: (page: Page) => readonly Row[];
  readonly statuses: Readonly<Record<Status, { readonly text: string }>>;
  readonly filters: ReturnType<typeof useFilters<Status>>;
  readonly onOpen: (row: Row) => void;
  /** When there is none yet: where they come from. */
  readonly none: string;
}

/** A page of a register with its filters, newest first. No download: the command line gives one, recorded as such. */
export function RegisterTable<Row extends { readonly id: string }, Page, Status extends string>(
  props: RegisterTableProps<Row, Page, Status>,
) {
  const { what, columns, pages, rowsOf, statuses, filters, onOpen, none } = props;
  const { query, before, onNext, onPrevious } = pages;
  return (
    <Answered query={query} what={`the ${what}`}>
      {(page) => {
        const rows = rowsOf(page);
        return (
          <DataTable
            label={`Register of ${what}`}
            columns={columns}
            rows={rows}
            rowKey={({ id }) => id}
            onOpen={onOpen}
            isBusy={query.isPlaceholderData}
            filters={
              <RegisterFilters
                statuses={statuses}
                status={filters.status}
                onStatus={filters.setStatus}
                patient={filters.patient}
                onPatient={filters.setPatient}
              />
            }
            empty={
              filters.isFiltered
                ? { kind: "no-match", what, onClear: filters.clear }
                : { kind: "none-yet", title: `There are no ${what} yet`, text: none }
            }
            pager={<Pager label={rowsLabel(before, rows.length)} onPrevious={onPrevious} onNext={onNext} />}
          />
        );
      }}
    </Answered>
  );
}
