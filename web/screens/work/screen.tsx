import { useSession } from "../../api/session-context.tsx";
import type { SessionPurpose } from "../../api/session.ts";
import { Badge } from "../../ui/badge/badge.tsx";
import { Button } from "../../ui/button/button.tsx";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { EmptyState } from "../../ui/state/empty-state.tsx";
import styles from "./work.module.css";

/** Home: what needs one, and what one's role is here for. */
export function Screen() {
  const { session } = useSession();
  const roles = (session.person?.roles ?? []).map(({ title }) => title).join(", ");
  return (
    <Page>
      <PageHeader title="My work" />
      <EmptyState
        state={{
          kind: "none-yet",
          title: "Nothing needs you",
          text: `Your role sees ${purposesIn(session.purposes)}.`,
        }}
      />
      <Panel title={`What you may be here for as ${roles}`} plain>
        <PurposeTable purposes={session.purposes} />
      </Panel>
    </Page>
  );
}

function PurposeTable({ purposes }: { readonly purposes: readonly SessionPurpose[] }) {
  const { purpose, declarePurpose } = useSession();
  if (purposes.length === 0) {
    return <p>Your role has no purpose that one declares. Ask privacy if that hinders your work.</p>;
  }
  return (
    <ul className={styles["purposes"]}>
      {purposes.map((entry) => (
        <li key={entry.id} className={styles["purpose"]}>
          <div className={styles["head"]}>
            <h3>{entry.title}</h3>
            {entry.code !== null && <code>{entry.code}</code>}
            {entry.id === purpose?.id ? (
              <Badge tone="accent">Declared now</Badge>
            ) : (
              !entry.caseBound && (
                <Button
                  size="small"
                  aria-label={`Switch to ${entry.title}`}
                  onPress={() => declarePurpose(entry.id)}
                >
                  Switch
                </Button>
              )
            )}
            {entry.caseBound && <Badge>Names its case</Badge>}
          </div>
          <p>{entry.why}</p>
          {entry.reminder !== null && <p className={styles["reminder"]}>{entry.reminder}</p>}
        </li>
      ))}
    </ul>
  );
}

function purposesIn(purposes: readonly SessionPurpose[]): string {
  if (purposes.length === 0) return "nothing, as it has no purpose";
  const titles = purposes.map(({ title }) => title.charAt(0).toLowerCase() + title.slice(1));
  return `what it needs for: ${new Intl.ListFormat("en-US").format(titles)}`;
}
