import { TextLink } from "../../../ui/button/button.tsx";
import { DescriptionList } from "../../../ui/layout/description-list.tsx";
import { Dialog } from "../../../ui/overlay/dialog.tsx";
import type { Purpose } from "../questions.ts";
import { MarkText } from "./marks.tsx";

interface PurposeCellDialogProps {
  /** Null: closed. */
  readonly purpose: Purpose | null;
  readonly element: string;
  readonly onClose: () => void;
}

/** What a purpose says of one element, and which roles work for it. */
export function PurposeCellDialog({ purpose, element, onClose }: PurposeCellDialogProps) {
  const cell = purpose?.elements.find((one) => one.element === element);
  if (purpose === null || cell === undefined) return null;
  return (
    <Dialog title={`${cell.title} for ${purpose.title}`} isOpen onClose={onClose}>
      <DescriptionList
        items={[
          { term: "The purpose says", value: <MarkText mark={cell.standing} /> },
          { term: "Needed as", value: <MarkText mark={cell.need} /> },
          { term: "May be asked for as", value: <MarkText mark={cell.mayAsk} /> },
          { term: "At most", value: <MarkText mark={cell.atMost} /> },
          { term: "Element", value: <code>{cell.element}</code> },
          { term: "Sensitivity", value: cell.sensitivity },
          { term: "Said at", value: <code>{purpose.at}</code> },
          { term: "Roles with this purpose", value: purpose.roles.join(", ") || "none" },
        ]}
      />
      <p>{purpose.why}</p>
      <p>
        <TextLink href={`/policy/who?element=${cell.element}&purpose=${purpose.id}`}>Who sees this?</TextLink>
      </p>
    </Dialog>
  );
}
