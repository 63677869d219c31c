import { useMemo } from "react";
import { Badge } from "../../ui/badge/badge.tsx";
import { Button } from "../../ui/button/button.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { DataTable } from "../../ui/table/data-table.tsx";
import { TimeText } from "../../ui/text/time-text.tsx";
import type { Ending, SessionItem } from "./sign-ins.ts";

interface SessionTableProps {
  readonly sessions: readonly SessionItem[];
  readonly isBusy: boolean;
  readonly onEnd: (ending: Ending) => void;
}

/** Where somebody is signed in. The session that asks is ended by signing out. */
export function SessionTable({ sessions, isBusy, onEnd }: SessionTableProps) {
  const columns = useMemo(() => columnsWith(isBusy, onEnd), [isBusy, onEnd]);
  return (
    <DataTable
      label="Open sessions"
      columns={columns}
      rows={sessions}
      rowKey={({ id }) => id}
      csvName="sessions"
      empty={{
        kind: "none-yet",
        title: "Signed in nowhere",
        text: "A session stands here from sign-in until it ends, by signing out or by itself.",
      }}
    />
  );
}

function columnsWith(isBusy: boolean, onEnd: SessionTableProps["onEnd"]): readonly Column<SessionItem>[] {
  return [
    {
      id: "since",
      title: "Signed in",
      cell: ({ since }) => <TimeText at={since} />,
      csv: ({ since }) => since,
    },
    {
      id: "used",
      title: "Last used",
      cell: ({ lastUsed }) => <TimeText at={lastUsed} />,
      csv: ({ lastUsed }) => lastUsed,
    },
    { id: "channel", title: "Channel", cell: ({ channel }) => channel, csv: ({ channel }) => channel },
    {
      id: "ends",
      title: "Ends at the latest",
      cell: ({ ends }) => <TimeText at={ends} />,
      csv: ({ ends }) => ends,
    },
    {
      id: "end",
      title: "End",
      cell: ({ id, current, since }) =>
        current ? (
          <Badge tone="accent">This session</Badge>
        ) : (
          <Button
            size="small"
            isPending={isBusy}
            aria-label={`End the session of ${since}`}
            onPress={() => onEnd({ kind: "session", id })}
          >
            End
          </Button>
        ),
    },
  ];
}
