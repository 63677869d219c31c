import { useState } from "react";
import { useAnswer } from "../../api/use-answer.ts";
import { PAGE } from "./register.ts";

/** What narrows a list: the patient stands on the page alone. */
export interface Asked<Status extends string> {
  readonly patient?: string;
  readonly status?: Status;
}

interface PageAsked<Status extends string> extends Asked<Status> {
  readonly limit: number;
  readonly after?: string;
}

/** Page by page by the last id of the page before; another question begins at its first page. */
export function usePages<Page extends { readonly next: string | null }, Status extends string>(
  what: string,
  asked: Asked<Status>,
  ask: (query: PageAsked<Status>) => Promise<Page>,
) {
  const key = JSON.stringify(asked);
  const [trail, setTrail] = useState<{ readonly of: string; readonly ids: readonly string[] }>({
    of: key,
    ids: [],
  });
  const ids = trail.of === key ? trail.ids : [];
  const after = ids.at(-1);
  const query = useAnswer(
    [what, key, after],
    () => ask({ ...asked, limit: PAGE, ...(after === undefined ? {} : { after }) }),
    { keepPrevious: true },
  );
  const next = query.isPlaceholderData ? null : (query.data?.next ?? null);
  return {
    query,
    /** Rows before this page. */
    before: ids.length * PAGE,
    onNext: next === null ? undefined : () => setTrail({ of: key, ids: [...ids, next] }),
    onPrevious: ids.length === 0 ? undefined : () => setTrail({ of: key, ids: ids.slice(0, -1) }),
  };
}
