import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useContext } from "react";
import { isDenial, type Problem, problemOf } from "../api/problem.ts";
import { DenyScreen } from "../ui/state/deny-screen.tsx";
import { type Emptiness, EmptyState } from "../ui/state/empty-state.tsx";
import { Skeleton } from "../ui/state/skeleton.tsx";
import { AsOfContext } from "../ui/table/data-table.tsx";
import { TimeContext } from "../ui/text/time-text.tsx";

interface AnsweredProps<T> {
  readonly query: UseQueryResult<T>;
  /** `the matrix`, `the findings`. */
  readonly what: string;
  /** Said where the address names nothing of a list. A patient's page has none: there it is a denial as any other. */
  readonly missing?: Emptiness;
  readonly children: (value: T) => ReactNode;
}

/** What a question came to: the answer, a denial as a screen, a failure one can try again, or not yet. */
export function Answered<T>({ query, what, missing, children }: AnsweredProps<T>) {
  const asOf = useAnsweredAt(query.dataUpdatedAt);
  if (query.data !== undefined) return <AsOfContext value={asOf}>{children(query.data)}</AsOfContext>;
  if (query.error === null) return <Skeleton lines={8} label={`Loading ${what}`} />;
  const problem = problemOf(query.error);
  if (missing !== undefined && problem.code === "name_unknown") return <EmptyState state={missing} />;
  return <NotAnswered problem={problem} what={what} onRetry={() => void query.refetch()} />;
}

/** When the answer came, by the server's clock. */
function useAnsweredAt(updatedAt: number): string {
  const { now } = useContext(TimeContext);
  return new Date(updatedAt + now() - Date.now()).toISOString();
}

interface NotAnsweredProps {
  readonly problem: Problem;
  readonly what: string;
  readonly onRetry: () => void;
}

/** A denial as a screen; anything else with its reason and a way to try again, never as an empty table. */
export function NotAnswered({ problem, what, onRetry }: NotAnsweredProps) {
  if (isDenial(problem)) return <DenyScreen denial={problem} />;
  const why = [problem.title, problem.detail, problem.next].filter((part) => part !== undefined);
  return <EmptyState state={{ kind: "not-loaded", what, why: sentences(why), onRetry }} />;
}

function sentences(parts: readonly string[]): string {
  return parts
    .map((part) => part.replace(/^[a-z]+(?=[ ,.]|$)/, (word) => word.charAt(0).toUpperCase() + word.slice(1)))
    .map((part) => (part.endsWith(".") ? part : `${part}.`))
    .join(" ");
}
