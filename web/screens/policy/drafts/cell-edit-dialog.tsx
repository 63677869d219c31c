import { useState } from "react";
import { answerOf, api } from "../../../api/client.ts";
import { useAnswer } from "../../../api/use-answer.ts";
import { Button } from "../../../ui/button/button.tsx";
import { RadioGroup } from "../../../ui/field/choices.tsx";
import { Dialog } from "../../../ui/overlay/dialog.tsx";
import { Answered } from "../../answered.tsx";
import { wordOf } from "../matrix/marks.tsx";
import type { MatrixColumn } from "../matrix/matrix.ts";
import { type CellDetail, type Role, type Transform, useRole } from "../questions.ts";
import studio from "../studio.module.css";
import { draftedForm } from "./draft-changes.ts";
import type { CellChange } from "./draft-calls.ts";
import { ObstacleNote } from "./obstacle-note.tsx";
import type { DraftEditor } from "./use-draft-editor.ts";

const FORMS: readonly Transform[] = [
  "keep",
  "generalize:year",
  "generalize:zip3",
  "generalize:age-band",
  "mask",
  "tokenize",
  "count",
  "drop",
];

interface CellEditDialogProps {
  readonly element: string;
  readonly column: MatrixColumn;
  /** What the draft has changed in this cell already. */
  readonly changes: readonly CellChange[];
  readonly editor: DraftEditor;
  readonly onClose: () => void;
}

/** Changes what one cell gives: of which patients, in which form. */
export function CellEditDialog(props: CellEditDialogProps) {
  const { element, column, onClose } = props;
  const place = { role: column.role ?? "", purpose: column.purpose, element };
  const cell = useAnswer(["policy", "cell", place], () => answerOf(api.policy.cells.$get({ query: place })));
  const role = useRole(place.role);
  return (
    <Dialog title={`${column.title}: ${cell.data?.elementTitle ?? element}`} isOpen onClose={onClose}>
      <Answered query={cell} what="the cell">
        {(detail) => (
          <Answered query={role} what="the role">
            {(value) => <CellForm {...props} cell={detail} relations={relationsOf(value, column.purpose)} />}
          </Answered>
        )}
      </Answered>
    </Dialog>
  );
}

/** What is said beside a form: also where it was chosen in a file, and shows nothing of this element. */
function hintOf(form: Transform, inForce: Transform, fitting: readonly Transform[]): { hint?: string } {
  const said = [
    ...(form === inForce ? ["in force"] : []),
    ...(fitting.includes(form) ? [] : ["shows nothing of it"]),
  ];
  return said.length === 0 ? {} : { hint: said.join("; ") };
}

interface Relation {
  readonly id: string;
  readonly label: string;
}

/** Relations on which the role can use something for the purpose. */
function relationsOf({ work }: Role, purpose: string): readonly Relation[] {
  const grants = work.find((one) => one.purpose === purpose)?.grants ?? [];
  const usable = grants.filter(({ can }) => can.includes("read") || can.includes("search"));
  return [...new Map(usable.map(({ on, onTitle }) => [on, { id: on, label: onTitle }])).values()];
}

interface CellFormProps extends CellEditDialogProps {
  readonly cell: CellDetail;
  readonly relations: readonly Relation[];
}

function CellForm({ cell, relations, changes, editor, onClose }: CellFormProps) {
  const first = cell.grants[0]?.on ?? relations[0]?.id ?? "";
  const [on, setOn] = useState(first);
  const inForce = cell.grants.find((grant) => grant.on === on)?.as ?? "drop";
  const drafted = draftedForm(changes, on, inForce);
  const [chosen, setChosen] = useState<string | null>(null);
  const forms = FORMS.filter((id) => cell.forms.includes(id) || id === inForce || id === drafted);
  const form = FORMS.find((one) => one === (chosen ?? drafted)) ?? "drop";
  const save = async (): Promise<void> => {
    const { role, purpose, element } = cell;
    if (await editor.make({ kind: "cell", role, purpose, element, on, as: form })) onClose();
  };
  return (
    <>
      <p className={studio["facts"]}>
        For {cell.purposeTitle}. In force: {wordOf(cell.as)}; the purpose allows at most:{" "}
        {wordOf(cell.ceiling)}.
      </p>
      <ObstacleNote editor={editor} />
      {relations.length > 1 && (
        <RadioGroup
          label="Of patients"
          value={on}
          onChange={(id) => {
            setOn(id);
            setChosen(null);
          }}
          options={relations}
        />
      )}
      <RadioGroup
        label="Is"
        stacked
        value={form}
        onChange={setChosen}
        options={forms.map((id) => ({
          id,
          label: wordOf(id),
          ...hintOf(id, inForce, cell.forms),
        }))}
      />
      <div className={studio["chips"]}>
        <Button onPress={onClose}>Cancel</Button>
        <Button
          kind="primary"
          isDisabled={form === drafted}
          isPending={editor.isBusy}
          onPress={() => void save()}
        >
          {editor.isBusy ? "Changing…" : "Change the cell"}
        </Button>
      </div>
    </>
  );
}
