import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { type Problem, problemOf } from "../api/problem.ts";
import type { Recorded } from "../api/transport.ts";
import { Button, TextLink } from "../ui/button/button.tsx";
import { TextField } from "../ui/field/text-field.tsx";
import { Dialog, DialogActions } from "../ui/overlay/dialog.tsx";
import { useAnnounce } from "../ui/status/status-region.tsx";
import { CodedText } from "../ui/text/coded-text.tsx";
import { Icon } from "../ui/text/icon.tsx";
import styles from "./acting.module.css";

interface ActingOptions<Given, Kept> {
  readonly act: (given: Given) => Promise<Recorded<Kept>>;
  /** What is said once it is done, without anything of a patient. */
  readonly said: (kept: Kept, given: Given) => string;
  readonly onDone?: () => void;
}

/** Does something that is recorded, then reads everything anew: also when it failed because somebody else was first. */
export function useActing<Given, Kept>({ act, said, onDone }: ActingOptions<Given, Kept>) {
  const client = useQueryClient();
  const announce = useAnnounce();
  const acting = useMutation({
    mutationFn: act,
    onSuccess: ({ value }, given) => {
      announce(said(value, given));
      onDone?.();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["answer"] }),
  });
  const { data, variables, error, isPending, mutate, reset } = acting;
  const done =
    data === undefined || variables === undefined
      ? null
      : { text: said(data.value, variables), entry: data.entryId };
  return {
    done,
    problem: error === null ? null : problemOf(error),
    isPending,
    variables,
    mutate,
    reset,
  };
}

interface OutcomeProps {
  readonly done: { readonly text: string; readonly entry: string | null } | null;
  readonly problem: Problem | null;
}

/** What came of the last act, and the entry that the record holds of it. */
export function Outcome({ done, problem }: OutcomeProps) {
  if (problem !== null) return <NotDone problem={problem} />;
  if (done === null) return null;
  return (
    <p className={styles["outcome"]}>
      <Icon name="check" />
      <span>
        {done.text}. <EntryLink id={done.entry} />
      </span>
    </p>
  );
}

/** Why nothing was changed, in the words of the server, and what one can do; the page behind has been read anew. */
export function NotDone({ problem }: { readonly problem: Problem }) {
  const { title, detail, next, entry } = problem;
  return (
    <p className={styles["outcome"]} role="alert">
      <Icon name="warning" />
      <span>
        <CodedText text={`Nothing was changed: ${detail === undefined ? title : `${title}: ${detail}`}.`} />{" "}
        {next} <EntryLink id={entry ?? null} />
      </span>
    </p>
  );
}

/** Where the record holds what was done. */
export function EntryLink({ id }: { readonly id: string | null }) {
  if (id === null) return null;
  return (
    <>
      Entry in the record:{" "}
      <TextLink href={`/record/${id}`}>
        <code>{id}</code>
      </TextLink>
    </>
  );
}

interface ActDialogProps {
  readonly title: string;
  readonly button: string;
  readonly isReady?: boolean;
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  /** Cannot be undone. */
  readonly isDanger?: boolean;
  readonly wide?: boolean;
  readonly onClose: () => void;
  readonly onAct: () => void;
  readonly children: ReactNode;
}

/** Asks once more before something is done that stays; stays open with the reason where it was not done. */
export function ActDialog(props: ActDialogProps) {
  const { title, button, isReady = true, isBusy, problem, isDanger = false, wide = false } = props;
  const { onClose, onAct, children } = props;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady && !isBusy) onAct();
  };
  return (
    <Dialog title={title} isOpen onClose={onClose} wide={wide}>
      <form className={styles["form"]} onSubmit={submit} noValidate>
        {children}
        {problem !== null && <NotDone problem={problem} />}
        <DialogActions>
          <Button onPress={onClose}>{problem === null ? "Cancel" : "Close"}</Button>
          <Button
            kind={isDanger ? "danger" : "primary"}
            type="submit"
            isDisabled={!isReady}
            isPending={isBusy}
          >
            {isBusy ? "Sending…" : button}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

type TypedDialogProps = Omit<ActDialogProps, "isReady" | "isDanger"> & {
  /** What one has to type. */
  readonly word: string;
};

/** Before something that cannot be undone: the button waits until the word is typed. */
export function TypedDialog({ word, children, ...rest }: TypedDialogProps) {
  const [typed, setTyped] = useState("");
  return (
    <ActDialog {...rest} isDanger isReady={typed.trim() === word}>
      {children}
      <TextField
        label={`Type ${word} to go on`}
        value={typed}
        onChange={setTyped}
        autoComplete="off"
        spellCheck="false"
        autoFocus
      />
    </ActDialog>
  );
}

type ReasonDialogProps = Omit<ActDialogProps, "isReady" | "onAct"> & {
  readonly label: string;
  readonly hint: string;
  readonly onAct: (reason: string) => void;
};

/** Asks why. */
export function ReasonDialog({ label, hint, onAct, children, ...rest }: ReasonDialogProps) {
  const [reason, setReason] = useState("");
  const given = reason.trim();
  return (
    <ActDialog {...rest} isReady={given !== ""} onAct={() => onAct(given)}>
      {children}
      <TextField
        label={label}
        hint={hint}
        rows={2}
        maxLength={2000}
        value={reason}
        onChange={setReason}
        autoFocus
      />
    </ActDialog>
  );
}
