import { useMemo } from "react";
import { Badge, PurposeBadge } from "../../ui/badge/badge.tsx";
import { Button } from "../../ui/button/button.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { DataTable } from "../../ui/table/data-table.tsx";
import { TimeText } from "../../ui/text/time-text.tsx";
import styles from "./sessions.module.css";
import type { ConnectedApp } from "./sign-ins.ts";

interface AppTableProps {
  readonly apps: readonly ConnectedApp[];
  readonly isBusy: boolean;
  readonly onDisconnect: (app: ConnectedApp) => void;
}

/** By which apps somebody's tokens have come, and what those tokens cover. */
export function AppTable({ apps, isBusy, onDisconnect }: AppTableProps) {
  const columns = useMemo(() => columnsWith(isBusy, onDisconnect), [isBusy, onDisconnect]);
  return (
    <DataTable
      label="Connected apps"
      columns={columns}
      rows={apps}
      rowKey={({ client }) => client}
      csvName="connected-apps"
      empty={{
        kind: "none-yet",
        title: "No app is connected",
        text: "An app stands here once it has asked with a token of this person.",
      }}
    />
  );
}

function columnsWith(
  isBusy: boolean,
  onDisconnect: AppTableProps["onDisconnect"],
): readonly Column<ConnectedApp>[] {
  return [
    { id: "app", title: "App", cell: nameOf, csv: nameOf },
    {
      id: "scopes",
      title: "Scopes",
      cell: ({ scopes }) => <Scopes scopes={scopes} />,
      csv: ({ scopes }) => scopes?.join(" ") ?? null,
    },
    {
      id: "purpose",
      title: "Purpose",
      cell: ({ purpose }) => (purpose === null ? "none yet" : <PurposeBadge title={purpose} />),
      csv: ({ purpose }) => purpose,
    },
    {
      id: "used",
      title: "Last used",
      cell: ({ lastUsed }) => <TimeText at={lastUsed} />,
      csv: ({ lastUsed }) => lastUsed,
    },
    {
      id: "registered",
      title: "Registered",
      cell: ({ kind }) => (kind === null ? <Badge tone="caution">not registered</Badge> : kind),
      csv: ({ kind }) => kind,
    },
    {
      id: "disconnect",
      title: "Disconnect",
      cell: (app) => (
        <>
          {app.disconnectedAt !== null && (
            <p className={styles["since"]}>
              Tokens up to <TimeText at={app.disconnectedAt} /> are refused
            </p>
          )}
          <Button
            size="small"
            isPending={isBusy}
            aria-label={`Disconnect ${nameOf(app)}`}
            onPress={() => onDisconnect(app)}
          >
            Disconnect
          </Button>
        </>
      ),
      csv: ({ disconnectedAt }) => disconnectedAt,
    },
  ];
}

function nameOf({ title, client }: ConnectedApp): string {
  return title ?? client;
}

/** As the app's token presented them last. Without any, the policy alone limits. */
function Scopes({ scopes }: { readonly scopes: ConnectedApp["scopes"] }) {
  if (scopes === null) return "not limited by scopes";
  if (scopes.length === 0) return "none";
  return (
    <ul className={styles["scopes"]}>
      {scopes.map((scope) => (
        <li key={scope}>
          <code>{scope}</code>
        </li>
      ))}
    </ul>
  );
}
