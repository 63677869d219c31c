import { useTitles } from "../../../api/policy-titles.ts";
import { TextLink } from "../../../ui/button/button.tsx";
import { DescriptionList } from "../../../ui/layout/description-list.tsx";
import { Dialog } from "../../../ui/overlay/dialog.tsx";
import type { Purpose, Transform } from "../questions.ts";
import { MarkText } from "./marks.tsx";

interface PurposeCellDialogProps {
  /** Null: closed. */
  readonly purpose: Purpose | null;
  readonly element: string;
  readonly onClose: () => void;
}

/** What a purpose says of one element, and which roles work for it. */
export function PurposeCellDialog({ purpose, element, onClose }: PurposeCellDialogProps) {
  const titles = useTitles();
  const cell = purpose?.elements.find((one) => one.element === element);
  if (purpose === null || cell === undefined) return null;
  return (
    <Dialog title={`${cell.title} for ${purpose.title}`} isOpen onClose={onClose}>
      <DescriptionList
        items={[
          { term: "The purpose says", value: <MarkText mark={cell.standing} /> },
          ...formIn("Needed as", cell.need),
          ...formIn("May be asked for, case by case, as", cell.mayAsk),
          ...formIn("At most", cell.atMost),
          { term: "Element", value: <code>{cell.element}</code> },
          { term: "Sensitivity", value: cell.sensitivity },
          { term: "Said at", value: <code>{purpose.at}</code> },
          { term: "Roles with this purpose", value: titles.all("role", purpose.roles) || "none" },
        ]}
      />
      <p>{purpose.why}</p>
      <p>
        <TextLink href={`/policy/who?element=${cell.element}&purpose=${purpose.id}`}>Who sees this?</TextLink>
      </p>
    </Dialog>
  );
}

/** Nothing of what is given in no form. */
function formIn(term: string, form: Transform) {
  return form === "drop" ? [] : [{ term, value: <MarkText mark={form} /> }];
}
