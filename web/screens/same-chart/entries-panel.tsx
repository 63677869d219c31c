import { recordKind } from "../../api/record-kinds.ts";
import { OutcomeBadge } from "../../ui/badge/badge.tsx";
import { TextLink } from "../../ui/button/button.tsx";
import { Disclosure } from "../../ui/layout/disclosure.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import type { ComparedPerson } from "./comparison.ts";
import styles from "./same-chart.module.css";

/** What these questions wrote into the record, before anything was answered. */
export function EntriesPanel({ people }: { readonly people: readonly ComparedPerson[] }) {
  return (
    <Panel title="Just written to the record" plain>
      <p className={styles["note"]}>
        Nothing leaves before its entry is durable, denials included. An entry opens for the person whose it
        is, and for who may read the record: sign in as Audra.
      </p>
      <div>
        {people.map(({ person, displayName, entries }) => (
          <Disclosure
            key={person}
            summary={`${displayName}: ${entries.length === 1 ? "1 entry" : `${entries.length} entries`}`}
          >
            <ul className={styles["entries"]}>
              {entries.map(({ id, resourceType, outcome }) => (
                <li key={id}>
                  <OutcomeBadge outcome={outcome} />
                  <span>{recordKind(resourceType)}</span>
                  <TextLink href={`/record/${id}`}>
                    <code>{id}</code>
                  </TextLink>
                </li>
              ))}
            </ul>
          </Disclosure>
        ))}
      </div>
    </Panel>
  );
}
