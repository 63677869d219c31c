import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { type Titles, useTitles } from "../../api/policy-titles.ts";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { DataTable } from "../../ui/table/data-table.tsx";
import { DayText } from "../../ui/text/day-text.tsx";
import { Answered } from "../answered.tsx";
import { type SegmentSummary, useSegments } from "./questions.ts";
import { GUARDS } from "./words.ts";

const labeled = ({ explicitOnly }: SegmentSummary): string =>
  explicitOnly ? "by the source alone" : "by the source, and from codes";

const columnsBy = (titles: Titles): readonly Column<SegmentSummary>[] => [
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
    cell: ({ roles }) => titles.all("role", roles) || "none",
    csv: ({ roles }) => roles.join(" "),
  },
  {
    id: "reviewBy",
    title: "Review by",
    cell: ({ reviewBy }) => <DayText on={reviewBy} />,
    csv: ({ reviewBy }) => reviewBy,
  },
  {
    id: "owner",
    title: "Owner",
    cell: ({ owner }) => titles.of("role", owner),
    csv: ({ owner }) => owner,
    hidden: true,
  },
  { id: "at", title: "Place", cell: ({ at }) => <code>{at}</code>, csv: ({ at }) => at, hidden: true },
];

/** The sensitive segments of the policy: what they are, what labels them, who sees them. */
export function Screen() {
  const go = useNavigate();
  const titles = useTitles();
  const columns = useMemo(() => columnsBy(titles), [titles]);
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
            columns={columns}
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
