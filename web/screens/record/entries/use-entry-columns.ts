import { useMemo } from "react";
import { useNamedPurposes } from "../../../api/policy-titles.ts";
import { useSession } from "../../../api/session-context.tsx";
import type { Column } from "../../../ui/table/columns.ts";
import { columnsOf } from "./columns.tsx";
import type { Entry } from "./entries.ts";

/** The columns of the record, with the titles that its purposes take. */
export function useEntryColumns(everyone: boolean, entries: readonly Entry[] = []): readonly Column<Entry>[] {
  const { session } = useSession();
  const named = useNamedPurposes(everyone && isNewTo(session.purposes, entries));
  return useMemo(() => columnsOf(everyone, named), [everyone, named]);
}

/** Whether a purpose was declared that one's own do not name by id: a code may stand for others than one's own. */
function isNewTo(own: readonly { readonly id: string }[], entries: readonly Entry[]): boolean {
  const ids = new Set(own.map(({ id }) => id));
  return entries.some(({ purpose }) => purpose !== null && !ids.has(purpose));
}
