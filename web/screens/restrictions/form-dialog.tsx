import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "../../ui/button/button.tsx";
import { Dialog, DialogActions } from "../../ui/overlay/dialog.tsx";
import type { Lacks } from "./drafts.ts";
import { NotDone } from "./outcome.tsx";
import styles from "./restrictions.module.css";

/** What a form knows while it is being filled in. */
export interface Writing<Draft> {
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
  /** What is wrong with each field; nothing until one tried to send it. */
  readonly lacks: Lacks<Draft>;
}

interface FormDialogProps<Draft> {
  readonly title: string;
  readonly empty: Draft;
  readonly lacksOf: (draft: Draft) => Lacks<Draft>;
  readonly isBusy: boolean;
  readonly error: Error | null;
  readonly onClose: () => void;
  readonly onSend: (draft: Draft) => void;
  readonly children: (writing: Writing<Draft>) => ReactNode;
}

const SENT_BEFORE =
  "What was sent from this form before has been kept as it was then. Close the form and look at the list; Register again makes a second one.";

/** A form in a dialog: says what it lacks once one tries to send it, and stays open with the reason when it is refused. */
export function FormDialog<Draft extends object>(props: FormDialogProps<Draft>) {
  const { title, empty, lacksOf, isBusy, error, onClose, onSend, children } = props;
  const [draft, setDraft] = useState(empty);
  const [isTried, setTried] = useState(false);
  const lacks = lacksOf(draft);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(lacks).length === 0 && !isBusy) onSend(draft);
  };
  return (
    <Dialog title={title} isOpen onClose={onClose} wide>
      <form className={styles["form"]} onSubmit={submit} noValidate>
        {children({
          draft,
          set: (change) => setDraft({ ...draft, ...change }),
          lacks: isTried ? lacks : ({} as Lacks<Draft>),
        })}
        {error !== null && <NotDone error={error} conflict={SENT_BEFORE} />}
        {isTried && Object.keys(lacks).length > 0 && (
          <p role="alert" className={styles["wrong"]}>
            Not sent yet: {Object.values<string | undefined>(lacks).join(" ")}
          </p>
        )}
        <DialogActions>
          <Button onPress={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" isPending={isBusy}>
            {isBusy ? "Sending…" : "Register"}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
