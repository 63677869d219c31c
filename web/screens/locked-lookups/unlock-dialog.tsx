import { type FormEvent, useState } from "react";
import { Button } from "../../ui/button/button.tsx";
import { TextField } from "../../ui/field/text-field.tsx";
import { Dialog, DialogActions } from "../../ui/overlay/dialog.tsx";

interface UnlockDialogProps {
  readonly person: string;
  readonly isBusy: boolean;
  readonly onClose: () => void;
  readonly onUnlock: (why: string) => void;
}

/** Asks why, since whoever unlocks answers for it by name. */
export function UnlockDialog({ person, isBusy, onClose, onUnlock }: UnlockDialogProps) {
  const [why, setWhy] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (why.trim() !== "" && !isBusy) onUnlock(why.trim());
  };
  return (
    <Dialog title={`Unlock looking up for ${person}`} isOpen onClose={onClose}>
      <form onSubmit={submit}>
        <TextField
          label="Why"
          hint="Kept sealed, with your name and the time."
          value={why}
          onChange={setWhy}
          autoComplete="off"
          maxLength={500}
          autoFocus
        />
        <DialogActions>
          <Button onPress={onClose}>Cancel</Button>
          <Button type="submit" kind="primary" isDisabled={why.trim() === ""} isPending={isBusy}>
            Unlock
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
