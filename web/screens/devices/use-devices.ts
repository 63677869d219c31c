import { useState } from "react";
import { answerOf, api } from "../../api/client.ts";
import { useAnswer } from "../../api/use-answer.ts";
import type { Sort } from "../../ui/table/columns.ts";
import { type Filters, NO_FILTERS, queryOf } from "./device.ts";

/** Devices a page. */
export const PAGE = 50;

/** The table's question: filters, order and page. Another question begins at its first page. */
export function useDevices() {
  const [filters, setFilters] = useState<Filters>(NO_FILTERS);
  const [sort, setSort] = useState<Sort>({ column: "id", descending: false });
  const key = JSON.stringify([filters, sort]);
  const [trail, setTrail] = useState<{ readonly of: string; readonly places: readonly string[] }>({
    of: key,
    places: [],
  });
  const places = trail.of === key ? trail.places : [];
  const after = places.at(-1);
  const query = useAnswer(
    ["devices", key, after],
    () =>
      answerOf(
        api.devices.$get({
          query: {
            ...queryOf(filters),
            sort: sort.column === "owner" || sort.column === "seen" ? sort.column : "id",
            descending: sort.descending ? "true" : "false",
            limit: String(PAGE),
            ...(after === undefined ? {} : { after }),
          },
        }),
      ),
    { keepPrevious: true },
  );
  const next = query.isPlaceholderData ? null : (query.data?.next ?? null);
  return {
    query,
    filters,
    setFilters,
    sort,
    setSort,
    before: places.length * PAGE,
    onNext: next === null ? undefined : () => setTrail({ of: key, places: [...places, next] }),
    onPrevious: places.length === 0 ? undefined : () => setTrail({ of: key, places: places.slice(0, -1) }),
  };
}
