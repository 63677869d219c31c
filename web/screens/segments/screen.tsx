import { useNavigate } from "@tanstack/react-router";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { DataTable } from "../../ui/table/data-table.tsx";
import { Answered } from "../answered.tsx";
import { type SegmentSummary, useSegments } from "./questions.ts";
import { GUARDS } from "./words.ts";

const labeled = ({ explicitOnly }: SegmentSummary): string =>
  explicitOnly ? "by the source alone" : "by the source, and from codes";

const COLUMNS: readonly Column<SegmentSummary>[] = [
  { id: "title", title: "Segment", cell: ({ title }) => title, csv: ({ id }) => id },
  { id: "labeled", title: "Labeled", cell: labeled, csv: labeled },
  { id: "codes", title: "Codes", align: "end", cell: ({ codes }) => codes, csv: ({ codes }) => codes },
  {
    id: "guard",
    title: "Takes besides a rule",
    cell: ({ guard }) => GUARDS[guard],
    csv: ({ guard }) => guard,
  },
  {
    id: "roles",
    title: "Roles that see some of it",
    cell: ({ roles }) => roles.join(", ") || "none",
    csv: ({ roles }) => roles.join(" "),
  },
  { id: "reviewBy", title: "Review by", cell: ({ reviewBy }) => reviewBy, csv: ({ reviewBy }) => reviewBy },
  { id: "owner", title: "Owner", cell: ({ owner }) => owner, csv: ({ owner }) => owner, hidden: true },
  { id: "at", title: "Place", cell: ({ at }) => <code>{at}</code>, csv: ({ at }) => at, hidden: true },
];

/** The sensitive segments of the policy: what they are, what labels them, who sees them. */
export function Screen() {
  const go = useNavigate();
  return (
    <Page>
      <PageHeader
        title="Segments"
        lead="Classes of records that some roles see and others do not. Open one for why it is a segment, how a record comes by its label, and who sees which elements of it."
      />
      <Answered query={useSegments()} what="the segments">
        {({ segments }) => (
          <DataTable
            label="Segments"
            columns={COLUMNS}
            rows={segments}
            rowKey={({ id }) => id}
            csvName="segments"
            onOpen={({ id }) => void go({ to: `/segments/${id}` })}
            empty={{
              kind: "none-yet",
              title: "The policy has no segment",
              text: "Write one as a file under segments/ in a draft of the policy.",
            }}
          />
        )}
      </Answered>
    </Page>
  );
}
