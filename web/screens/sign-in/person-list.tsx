import { useMemo, useState } from "react";
import { Button } from "react-aria-components/Button";
import type { DemoPerson } from "../../api/session.ts";
import { Badge } from "../../ui/badge/badge.tsx";
import { SearchField } from "../../ui/field/search-field.tsx";
import { EmptyState } from "../../ui/state/empty-state.tsx";
import { Icon } from "../../ui/text/icon.tsx";
import styles from "./sign-in.module.css";

interface PersonListProps {
  readonly people: readonly DemoPerson[];
  /** Who is signed in already. */
  readonly current: string | null;
  readonly onPick: (id: string) => void;
}

/** The people of the demo with their roles, narrowed by typing. */
export function PersonList({ people, current, onPick }: PersonListProps) {
  const [text, setText] = useState("");
  const shown = useMemo(() => people.filter((person) => matches(person, text)), [people, text]);
  return (
    <div className={styles["people"]}>
      <SearchField label="Find a person or a role" value={text} onChange={setText} />
      {shown.length === 0 && (
        <EmptyState state={{ kind: "no-match", what: "people", onClear: () => setText("") }} />
      )}
      <ul className={styles["list"]} aria-label="People of the demo">
        {shown.map(({ id, displayName, roleTitle }) => (
          <li key={id}>
            <Button className={styles["person"] ?? ""} onPress={() => onPick(id)}>
              <span className={styles["initials"]} aria-hidden="true">
                {initials(displayName)}
              </span>
              <span className={styles["who"]}>
                <span className={styles["name"]}>{displayName}</span>
                <span className={styles["role"]}>{roleTitle}</span>
              </span>
              {id === current ? <Badge tone="accent">You, now</Badge> : <Icon name="chevronRight" />}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** True when every word typed is part of the name, the role or the id. */
export function matches({ id, displayName, roleTitle }: DemoPerson, text: string): boolean {
  const all = `${displayName} ${roleTitle} ${id}`.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

function initials(name: string): string {
  const words = name.split(" ");
  return `${words[0]?.charAt(0) ?? ""}${words.length > 1 ? (words.at(-1)?.charAt(0) ?? "") : ""}`;
}
