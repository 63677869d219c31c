import type { InferResponseType } from "hono/client";
import type { api } from "../../api/client.ts";
import { Badge } from "../../ui/badge/badge.tsx";
import { TextLink } from "../../ui/button/button.tsx";
import { CodedText } from "../../ui/text/coded-text.tsx";
import { TimeText } from "../../ui/text/time-text.tsx";
import styles from "./work.module.css";

type WorkItem = InferResponseType<typeof api.work.$get, 200>["items"][number];

const KINDS: Readonly<Record<WorkItem["kind"], string>> = {
  "policy-review": "Review",
  "policy-finding": "Finding",
  draft: "Draft",
  "relation-source": "Source",
  "locate-lock": "Locked",
  purge: "Purge",
  shredding: "Shredding",
  "key-end": "Key",
};

/** What needs one now, the most pressing first; each leads to where one does it. */
export function WorkItems({ items }: { readonly items: readonly WorkItem[] }) {
  return (
    <ul className={styles["purposes"]}>
      {items.map((item) => (
        <li key={item.id} className={styles["purpose"]}>
          <div className={styles["head"]}>
            <Badge>{KINDS[item.kind]}</Badge>
            <h2>
              <TextLink href={item.href}>
                <CodedText text={item.title} />
              </TextLink>
            </h2>
          </div>
          <p>
            <CodedText text={item.why} />
          </p>
          <When item={item} />
        </li>
      ))}
    </ul>
  );
}

function When({ item: { due, since } }: { readonly item: WorkItem }) {
  if (due !== null) return <p className={styles["reminder"]}>Due {due}</p>;
  if (since === null) return null;
  return (
    <p className={styles["reminder"]}>
      Since <TimeText at={since} />
    </p>
  );
}
