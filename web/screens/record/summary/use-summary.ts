import { useNavigate, useRouterState } from "@tanstack/react-router";
import { useCallback, useContext, useMemo, useState } from "react";
import { useAnswer } from "../../../api/use-answer.ts";
import { TimeContext } from "../../../ui/text/time-text.tsx";
import { usePersonInView } from "../use-person-in-view.ts";
import { type Counted, type SummaryFilters } from "./summaries.ts";
import { filtersOf, searchOfSummary, type SummaryView, summaryViewOf } from "./summary-view.ts";

/** The filters from the address, the person from the history entry, and a way to change them there. */
export function useSummaryView(): readonly [SummaryView, (view: SummaryView) => void] {
  const search = useRouterState({
    select: ({ location }) => location.search as Readonly<Record<string, unknown>>,
  });
  const [person, statePerson] = usePersonInView();
  const navigate = useNavigate();
  const view = useMemo(() => summaryViewOf(search, person), [search, person]);
  const setView = useCallback(
    (next: SummaryView) =>
      void navigate({
        to: ".",
        search: () => searchOfSummary(next) as never,
        state: statePerson(next.person),
        replace: true,
      }),
    [navigate, statePerson],
  );
  return [view, setView];
}

/** The zone that times on the page are shown in. */
function useZone(): string {
  const { zone } = useContext(TimeContext);
  return zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

interface SummaryQuestion<T> {
  /** Without what narrows it. */
  readonly key: readonly string[];
  readonly view: SummaryView;
  readonly ask: (filters: SummaryFilters, after: string | null) => Promise<T>;
  readonly enabled?: boolean;
}

/** A summary, and the ways to older and back to newer entries where one answer does not hold all. */
export function useSummary<T extends Counted>({ key, view, ask, enabled = true }: SummaryQuestion<T>) {
  const filters = filtersOf(view, useZone());
  const of = JSON.stringify([key, filters]);
  const [trail, setTrail] = useState<{ readonly of: string; readonly cursors: readonly string[] }>({
    of,
    cursors: [],
  });
  const cursors = trail.of === of ? trail.cursors : [];
  const after = cursors.at(-1) ?? null;
  const { now } = useContext(TimeContext);
  const query = useAnswer(
    ["record", "summary", of, after],
    async () => ({ ...(await ask(filters, after)), asOf: new Date(now()).toISOString() }),
    { keepPrevious: true, enabled },
  );
  const next = query.isPlaceholderData ? null : (query.data?.next ?? null);
  return {
    query,
    filters,
    onOlder: next === null ? undefined : () => setTrail({ of, cursors: [...cursors, next] }),
    onNewer: cursors.length === 0 ? undefined : () => setTrail({ of, cursors: cursors.slice(0, -1) }),
  };
}
