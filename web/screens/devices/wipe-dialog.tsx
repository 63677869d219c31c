import { type FormEvent, useState } from "react";
import { problemOf } from "../../api/problem.ts";
import { Button } from "../../ui/button/button.tsx";
import { TextField } from "../../ui/field/text-field.tsx";
import { Dialog, DialogActions } from "../../ui/overlay/dialog.tsx";
import type { Device } from "./device.ts";
import styles from "./devices.module.css";

interface WipeDialogProps {
  readonly device: Device;
  readonly error: Error | null;
  readonly isBusy: boolean;
  readonly onClose: () => void;
  readonly onWipe: (reason: string) => void;
}

/** Asks why, and has the device's name typed: a wipe takes everything that is on it. */
export function WipeDialog({ device, error, isBusy, onClose, onWipe }: WipeDialogProps) {
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const [isTried, setTried] = useState(false);
  const lacksReason = reason.trim() === "";
  const isOther = typed.trim() !== device.id;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!lacksReason && !isOther && !isBusy) onWipe(reason.trim());
  };
  return (
    <Dialog title="Ask for a wipe" isOpen onClose={onClose}>
      <form className={styles["form"]} onSubmit={submit} noValidate>
        <p>
          Everything on <code>{device.id}</code> of {device.owner} is taken away, for good. From now on it
          proves nothing, until your device manager says that it was wiped, or somebody withdraws this.
        </p>
        <TextField
          label="Why"
          hint="Kept sealed, with your name and the time."
          rows={2}
          maxLength={2000}
          value={reason}
          onChange={setReason}
          error={isTried && lacksReason ? "Say why." : undefined}
          autoFocus
        />
        <TextField
          label="Type the device's name"
          value={typed}
          onChange={setTyped}
          error={isTried && isOther ? `Type ${device.id} to confirm.` : undefined}
          autoComplete="off"
          spellCheck="false"
        />
        {error !== null && (
          <p role="alert" className={styles["wrong"]}>
            Nothing was asked for: {problemOf(error).title}. {problemOf(error).next}
          </p>
        )}
        <DialogActions>
          <Button onPress={onClose}>Cancel</Button>
          <Button kind="danger" type="submit" isPending={isBusy}>
            Ask for the wipe
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
