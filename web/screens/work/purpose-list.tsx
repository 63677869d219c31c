import { useSession } from "../../api/session-context.tsx";
import type { SessionPurpose } from "../../api/session.ts";
import { Badge } from "../../ui/badge/badge.tsx";
import { Button } from "../../ui/button/button.tsx";
import styles from "./work.module.css";

/** The purposes one may declare, with why, and a press to switch to each. */
export function PurposeList({ purposes }: { readonly purposes: readonly SessionPurpose[] }) {
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
            <Declared entry={entry} />
          </div>
          <p>{entry.why}</p>
          {entry.reminder !== null && <p className={styles["reminder"]}>{entry.reminder}</p>}
        </li>
      ))}
    </ul>
  );
}

function Declared({ entry }: { readonly entry: SessionPurpose }) {
  const { purpose, declarePurpose } = useSession();
  if (entry.id === purpose?.id) return <Badge tone="accent">Declared now</Badge>;
  if (entry.caseBound) return <Badge>Names its case</Badge>;
  return (
    <Button size="small" aria-label={`Switch to ${entry.title}`} onPress={() => declarePurpose(entry.id)}>
      Switch
    </Button>
  );
}
