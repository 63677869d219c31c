import { useMemo, useState } from "react";
import { Button } from "../../../ui/button/button.tsx";
import { RadioGroup } from "../../../ui/field/choices.tsx";
import { Select } from "../../../ui/field/select.tsx";
import { Dialog } from "../../../ui/overlay/dialog.tsx";
import { Answered } from "../../answered.tsx";
import { purposeColumns } from "../matrix/matrix.ts";
import { MatrixFrame } from "../matrix/matrix-frame.tsx";
import { MatrixGrid } from "../matrix/matrix-grid.tsx";
import { useRows } from "../matrix/role-matrix.tsx";
import { useMatrixView } from "../matrix/use-matrix-view.ts";
import { usePurposeMap } from "../matrix/use-purposes.ts";
import { usePurposes } from "../../../api/policy-titles.ts";
import { type Purpose, type PurposeSummary } from "../questions.ts";
import studio from "../studio.module.css";
import { useAddress } from "../use-address.ts";
import type { Draft } from "./draft-calls.ts";
import { ObstacleNote } from "./obstacle-note.tsx";
import type { DraftEditor } from "./use-draft-editor.ts";

interface DraftPurposesProps {
  readonly draft: Draft;
  readonly editor: DraftEditor;
}

/** What one purpose needs, may ask and never gives, changed element by element. */
export function DraftPurposes(props: DraftPurposesProps) {
  return (
    <Answered query={usePurposes()} what="the purposes">
      {({ purposes }) => <OfPurpose {...props} purposes={purposes} />}
    </Answered>
  );
}

function OfPurpose({
  purposes,
  ...rest
}: DraftPurposesProps & { readonly purposes: readonly PurposeSummary[] }) {
  const [{ purpose = purposes[0]?.id ?? "" }, change] = useAddress();
  return (
    <>
      <div className={studio["filters"]}>
        <Select
          label="Purpose"
          value={purpose}
          onChange={(id) => change({ purpose: id })}
          options={purposes.map(({ id, title }) => ({ id, label: title }))}
        />
        <span className={studio["facts"]}>
          The marks show the policy in force; what the draft says differently stands under What changes.
        </span>
      </div>
      <Answered query={usePurposeMap([purpose], purpose !== "")} what="the purpose">
        {([found]) => (found === undefined ? null : <PurposeGrid {...rest} purpose={found} />)}
      </Answered>
    </>
  );
}

function PurposeGrid({ purpose, draft, editor }: DraftPurposesProps & { readonly purpose: Purpose }) {
  const view = useMatrixView();
  const [element, setElement] = useState<string | null>(null);
  const columns = useMemo(() => purposeColumns([purpose]), [purpose]);
  const elements = useMemo(
    () => purpose.elements.map((one) => ({ id: one.element, title: one.title, group: one.group })),
    [purpose],
  );
  const rows = useRows(elements, view);
  const cell = purpose.elements.find((one) => one.element === element);
  return (
    <>
      <MatrixFrame
        of="purposes"
        switchable={false}
        view={view}
        elements={elements}
        columns={columns}
        total={1}
        filters={null}
        isEmpty={rows.length === 0}
      >
        <MatrixGrid
          label={`What ${purpose.title} says`}
          elements={elements}
          columns={columns}
          rows={rows}
          onGroup={view.toggle}
          onElement={() => undefined}
          onColumn={() => undefined}
          onCell={(id) => {
            if (draft.status === "open") setElement(id);
          }}
        />
      </MatrixFrame>
      {cell !== undefined && (
        <CeilingDialog
          purpose={purpose}
          cell={cell}
          editor={editor}
          onClose={() => {
            editor.forget();
            setElement(null);
          }}
        />
      )}
    </>
  );
}

const LISTS = [
  { id: "need", label: "Needed" },
  { id: "mayAsk", label: "May be asked for, case by case" },
  { id: "never", label: "Never" },
  { id: "unsaid", label: "On no list" },
] as const;

const LIST_OF = { need: "need", "may-ask": "mayAsk", never: "never", within: "unsaid" } as const;

interface CeilingDialogProps {
  readonly purpose: Purpose;
  readonly cell: Purpose["elements"][number];
  readonly editor: DraftEditor;
  readonly onClose: () => void;
}

function CeilingDialog({ purpose, cell, editor, onClose }: CeilingDialogProps) {
  const inForce = LIST_OF[cell.standing];
  const [list, setList] = useState<(typeof LISTS)[number]["id"]>(inForce);
  const save = async (): Promise<void> => {
    const edit = { kind: "ceiling", purpose: purpose.id, element: cell.element, list } as const;
    if (await editor.make(edit)) onClose();
  };
  return (
    <Dialog title={`${purpose.title}: ${cell.title}`} isOpen onClose={onClose}>
      <ObstacleNote editor={editor} />
      <RadioGroup
        label="For this purpose the element is"
        stacked
        value={list}
        onChange={(id) => setList(LISTS.find((one) => one.id === id)?.id ?? inForce)}
        options={LISTS.map(({ id, label }) => ({
          id,
          label,
          ...(id === inForce ? { hint: "in force" } : {}),
        }))}
      />
      <div className={studio["chips"]}>
        <Button onPress={onClose}>Cancel</Button>
        <Button kind="primary" isPending={editor.isBusy} onPress={() => void save()}>
          {editor.isBusy ? "Changing…" : "Change the purpose"}
        </Button>
      </div>
    </Dialog>
  );
}
