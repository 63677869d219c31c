import { answerOf, api } from "../../api/client.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Dialog } from "../../ui/overlay/dialog.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { DataTable } from "../../ui/table/data-table.tsx";
import { TimeText } from "../../ui/text/time-text.tsx";
import { Answered } from "../answered.tsx";
import { reasonWord, type Source } from "./source.ts";

interface Reject {
  readonly id: string;
  readonly at: string;
  readonly place: number;
  readonly reason: string;
}

const COLUMNS: readonly Column<Reject>[] = [
  { id: "at", title: "Came", cell: ({ at }) => <TimeText at={at} form="absolute" /> },
  { id: "place", title: "Line or place", align: "end", cell: ({ place }) => place },
  { id: "reason", title: "Why it was not taken", cell: ({ reason }) => reasonWord(reason) },
];

/** What of a source could not be read. What was sent stays sealed: it may name a patient. */
export function Rejects({ source, onClose }: { readonly source: Source; readonly onClose: () => void }) {
  const query = useAnswer(["source-rejects", source.id], () =>
    answerOf(api.sources[":id"].rejects.$get({ param: { id: source.id }, query: {} })),
  );
  return (
    <Dialog title={`Not taken: ${source.name}`} isOpen onClose={onClose} wide>
      <Answered query={query} what="what was not taken">
        {({ rejects }) => (
          <DataTable
            label="Events that were not taken"
            columns={COLUMNS}
            rows={rejects}
            rowKey={({ id }) => id}
            empty={{
              kind: "none-yet",
              title: "Everything was taken",
              text: "An event that cannot be read appears here with its reason, and is kept sealed.",
            }}
          />
        )}
      </Answered>
    </Dialog>
  );
}
