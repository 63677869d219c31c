import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useAnswer } from "../../../api/use-answer.ts";
import { Button } from "../../../ui/button/button.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { DataTable } from "../../../ui/table/data-table.tsx";
import { Pager } from "../../../ui/table/pager.tsx";
import { Answered } from "../../answered.tsx";
import { type Entry, type EntryQuery, searchEntries } from "../entries/entries.ts";
import { useEntryColumns } from "../entries/use-entry-columns.ts";
import styles from "../record.module.css";

interface EntriesPanelProps {
  /** Whose entries; no patient. */
  readonly title: string;
  readonly query: EntryQuery;
  /** What the server's search cannot tell apart. */
  readonly only?: (entry: Entry) => boolean;
  readonly onClose: () => void;
}

/** The entries behind a row of a summary, page by page. Takes the focus, gives Escape back. */
export function EntriesPanel({ title, query, only = () => true, onClose }: EntriesPanelProps) {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const after = cursors.at(-1) ?? null;
  const navigate = useNavigate();
  const region = useRef<HTMLDivElement>(null);
  useEffect(() => region.current?.focus(), []);
  const page = useAnswer(
    ["record", "behind", JSON.stringify(query), after],
    () => searchEntries(query, after),
    {
      keepPrevious: true,
    },
  );
  const columns = useEntryColumns(true, page.data?.entries);
  return (
    <div ref={region} tabIndex={-1} className={styles["behind"]}>
      <Panel
        title={title}
        plain
        actions={
          <Button size="small" onPress={onClose}>
            Close
          </Button>
        }
      >
        <Answered query={page} what="the entries">
          {({ entries, next }) => (
            <DataTable<Entry>
              label="Entries behind the row"
              columns={columns}
              rows={entries.filter(only)}
              rowKey={({ id }) => id}
              onOpen={({ id }) => void navigate({ to: `/record/${id}` })}
              onBack={onClose}
              csvName="record-entries"
              isBusy={page.isPlaceholderData}
              empty={{
                kind: "none-yet",
                title: "No entry on this page",
                text: "Older ones may be on the next.",
              }}
              pager={
                <Pager
                  label={`Page ${cursors.length + 1}`}
                  onPrevious={cursors.length === 0 ? undefined : () => setCursors(cursors.slice(0, -1))}
                  onNext={next === null ? undefined : () => setCursors([...cursors, next])}
                />
              }
            />
          )}
        </Answered>
      </Panel>
    </div>
  );
}
