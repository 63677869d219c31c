import type { Problem } from "../../api/problem.ts";
import { Button } from "../../ui/button/button.tsx";
import { Dialog, DialogActions } from "../../ui/overlay/dialog.tsx";
import { type Act, type Key, USES } from "./key.ts";

const WORDS: Readonly<
  Record<Act, { readonly title: string; readonly text: string; readonly button: string }>
> = {
  rotate: {
    title: "Rotate this key",
    text: "A new key takes its place at once. What it sealed still opens with it, and is sealed anew where it can be.",
    button: "Rotate now",
  },
  propose: {
    title: "Propose to destroy this key",
    text: "Nothing happens until somebody in another role approves it. Nothing may lie under it any more.",
    button: "Propose",
  },
  approve: {
    title: "Destroy this key",
    text: "It is taken out for good: whatever still lies under it never opens again, in no backup either.",
    button: "Destroy for good",
  },
};

interface ConfirmDialogProps {
  readonly of: Key;
  readonly act: Act;
  readonly problem: Problem | null;
  readonly isBusy: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}

/** Says what will happen, before it does. */
export function ConfirmDialog({ of, act, problem, isBusy, onClose, onConfirm }: ConfirmDialogProps) {
  const { title, text, button } = WORDS[act];
  return (
    <Dialog title={title} isOpen onClose={onClose}>
      <p>
        <code>{of.id}</code>: {USES[of.use].toLowerCase()}. {text}
      </p>
      {problem !== null && (
        <p role="alert">
          Nothing was changed: {problem.title}. {problem.next}
        </p>
      )}
      <DialogActions>
        <Button onPress={onClose}>Cancel</Button>
        <Button kind={act === "approve" ? "danger" : "primary"} isPending={isBusy} onPress={onConfirm}>
          {button}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
