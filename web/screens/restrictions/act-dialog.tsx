import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "../../ui/button/button.tsx";
import { RadioGroup } from "../../ui/field/choices.tsx";
import { TextField } from "../../ui/field/text-field.tsx";
import { Dialog, DialogActions } from "../../ui/overlay/dialog.tsx";
import type { Ground } from "./register.ts";
import styles from "./restrictions.module.css";
import { GROUNDS, idsOf } from "./words.ts";

interface ActDialogProps {
  readonly title: string;
  readonly button: string;
  readonly isReady?: boolean;
  /** Takes away what stood. */
  readonly isDanger?: boolean;
  readonly onClose: () => void;
  readonly onAct: () => void;
  readonly children: ReactNode;
}

/** Asks once more before something is done that stays. */
export function ActDialog(props: ActDialogProps) {
  const { title, button, isReady = true, isDanger = false, onClose, onAct, children } = props;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isReady) return;
    onClose();
    onAct();
  };
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <form className={styles["form"]} onSubmit={submit}>
        {children}
        <DialogActions>
          <Button onPress={onClose}>Cancel</Button>
          <Button kind={isDanger ? "danger" : "primary"} type="submit" isDisabled={!isReady}>
            {button}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

interface WordsDialogProps {
  readonly title: string;
  readonly button: string;
  readonly text: string;
  readonly label: string;
  readonly isOptional?: boolean;
  readonly isDanger?: boolean;
  readonly onClose: () => void;
  readonly onAct: (words: string) => void;
}

/** Asks why, or in whose words. */
export function WordsDialog({ label, text, isOptional = false, onAct, ...rest }: WordsDialogProps) {
  const [words, setWords] = useState("");
  const given = words.trim();
  return (
    <ActDialog {...rest} isReady={isOptional || given !== ""} onAct={() => onAct(given)}>
      <p>{text}</p>
      <TextField
        label={label}
        hint="Kept sealed, with your name and the time."
        rows={2}
        value={words}
        onChange={setWords}
        maxLength={2000}
        autoFocus
      />
    </ActDialog>
  );
}

interface EndDialogProps {
  readonly onClose: () => void;
  readonly onAct: (ground: Ground) => void;
}

/** Asks by what the individual ended a restriction, 45 CFR 164.522(a)(2)(i) and (ii). */
export function EndDialog({ onClose, onAct }: EndDialogProps) {
  const [ground, setGround] = useState<Ground | null>(null);
  const grounds = idsOf(GROUNDS);
  return (
    <ActDialog
      title="End this restriction?"
      button="End it"
      isDanger
      isReady={ground !== null}
      onClose={onClose}
      onAct={() => ground !== null && onAct(ground)}
    >
      <p>
        Only the individual ends it. What was restricted may be used and disclosed again with the next
        request.
      </p>
      <RadioGroup
        label="By what"
        options={grounds.map((id) => ({ id, label: GROUNDS[id] }))}
        value={ground}
        onChange={(chosen) => setGround(grounds.find((id) => id === chosen) ?? null)}
        stacked
      />
    </ActDialog>
  );
}
