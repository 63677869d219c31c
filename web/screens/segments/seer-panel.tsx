import { useMemo, useState } from "react";
import { type Titles, useTitles } from "../../api/policy-titles.ts";
import { TextLink } from "../../ui/button/button.tsx";
import { DescriptionList } from "../../ui/layout/description-list.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { Dialog } from "../../ui/overlay/dialog.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { DataTable } from "../../ui/table/data-table.tsx";
import { Answered } from "../answered.tsx";
import { type Matrix, type MatrixRow, type Segment, useSeers } from "./questions.ts";
import { shownGroups } from "./shown-elements.ts";
import { FORMS } from "./words.ts";

const columnsBy = (titles: Titles): readonly Column<MatrixRow>[] => [
  { id: "role", title: "Role", cell: ({ roleTitle }) => roleTitle, csv: ({ role }) => role },
  {
    id: "purpose",
    title: "Purpose",
    cell: ({ purpose, purposeTitle }) => (
      <TextLink href={`/policy/purposes/${purpose}`}>{purposeTitle}</TextLink>
    ),
    csv: ({ purpose }) => purpose,
  },
  {
    id: "relations",
    title: "Of patients",
    cell: ({ relations }) => titles.all("relation", relations),
    csv: ({ relations }) => relations.join(" "),
  },
  { id: "shown", title: "Elements", align: "end", cell: ({ shown }) => shown, csv: ({ shown }) => shown },
  {
    id: "rules",
    title: "Rules",
    cell: ({ rules }) => <code>{rules.join(", ")}</code>,
    csv: ({ rules }) => rules.join(" "),
    hidden: true,
  },
];

/** Which roles see it for which purpose, and on which elements. */
export function SeerPanel({ segment }: { readonly segment: Segment }) {
  const [opened, setOpened] = useState<MatrixRow | null>(null);
  const titles = useTitles();
  const columns = useMemo(() => columnsBy(titles), [titles]);
  return (
    <Panel title="Who sees some of it" plain>
      <Answered query={useSeers(segment.id)} what="who sees it">
        {(matrix) => (
          <>
            <DataTable
              label="Roles and purposes that see some of it"
              columns={columns}
              rows={matrix.rows}
              rowKey={({ role, purpose }) => `${role}/${purpose}`}
              csvName={`who-sees-${segment.id}`}
              onOpen={setOpened}
              empty={{
                kind: "none-yet",
                title: "No role sees it by a standing grant",
                text: "It may still be asked for case by case, where a purpose says so below.",
              }}
            />
            {opened !== null && (
              <ElementsDialog matrix={matrix} row={opened} onClose={() => setOpened(null)} />
            )}
          </>
        )}
      </Answered>
    </Panel>
  );
}

interface ElementsDialogProps {
  readonly matrix: Matrix;
  readonly row: MatrixRow;
  readonly onClose: () => void;
}

function ElementsDialog({ matrix, row, onClose }: ElementsDialogProps) {
  return (
    <Dialog title={`${row.roleTitle}, ${row.purposeTitle}`} isOpen onClose={onClose} wide>
      <p>Of records that carry this label alone:</p>
      <DescriptionList
        items={shownGroups(matrix, row).map(({ group, elements }) => ({
          term: group,
          value: elements
            .map(({ title, as }) => (as === "keep" ? title : `${title} (${FORMS[as]})`))
            .join("; "),
        }))}
      />
    </Dialog>
  );
}
