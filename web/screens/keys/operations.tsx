import { answerOf, api } from "../../api/client.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Badge } from "../../ui/badge/badge.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { DataTable } from "../../ui/table/data-table.tsx";
import { TimeText } from "../../ui/text/time-text.tsx";
import { Answered } from "../answered.tsx";
import { keyNamed, type Operation, OPERATIONS } from "./key.ts";
import styles from "./keys.module.css";

const COLUMNS: readonly Column<Operation>[] = [
  {
    id: "at",
    title: "When",
    cell: ({ at }) => (
      <span className={styles["when"]}>
        <TimeText at={at} form="absolute" />
      </span>
    ),
    csv: ({ at }) => at,
  },
  {
    id: "person",
    title: "Who",
    cell: ({ person }) => (person === "system" ? "The system itself" : person),
    csv: ({ person }) => person,
  },
  { id: "kind", title: "What", cell: ({ kind }) => OPERATIONS[kind] ?? kind, csv: ({ kind }) => kind },
  {
    id: "keys",
    title: "Keys",
    cell: ({ keys }) => (keys.length === 0 ? "–" : <Named keys={keys} />),
    csv: ({ keys }) => keys.join(" "),
  },
  {
    id: "done",
    title: "Came to",
    cell: ({ done }) => <Badge tone={done ? "permit" : "deny"}>{done ? "Done" : "Failed"}</Badge>,
    csv: ({ done }) => (done ? "done" : "failed"),
  },
];

/** Each key by what it does, its id beside. */
function Named({ keys }: { readonly keys: readonly string[] }) {
  return (
    <ul>
      {keys.map((key) => {
        const { use, id } = keyNamed(key);
        return (
          <li key={key} className={styles["named"]}>
            {use} <code className={styles["id"]}>{id}</code>
          </li>
        );
      })}
    </ul>
  );
}

/** The newest of what was done with keys, as the record tells it. */
export function Operations() {
  const query = useAnswer(["keys", "operations"], () =>
    answerOf(api.keys.operations.$get({ query: { limit: "50" } })),
  );
  return (
    <Answered query={query} what="what was done with keys">
      {({ operations }) => (
        <DataTable
          label="Operations"
          columns={COLUMNS}
          rows={operations}
          rowKey={({ id }) => id}
          csvName="key-operations"
          empty={{
            kind: "none-yet",
            title: "Nothing yet",
            text: "Each rotation, wrapping and end of a key appears here and in the record.",
          }}
        />
      )}
    </Answered>
  );
}
