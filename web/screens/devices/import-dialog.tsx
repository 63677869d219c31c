import { useState } from "react";
import { FileTrigger } from "react-aria-components/FileTrigger";
import { problemOf } from "../../api/problem.ts";
import { Button } from "../../ui/button/button.tsx";
import { Dialog, DialogActions } from "../../ui/overlay/dialog.tsx";
import { type Imported, importWords } from "./device.ts";
import styles from "./devices.module.css";
import { useImport } from "./use-acts.ts";

interface Chosen {
  readonly name: string;
  readonly text: string;
}

/** Takes an inventory from a file, once it was shown what would come of it. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const preview = useImport(onClose);
  const taking = useImport(onClose);
  const choose = async (files: FileList | null): Promise<void> => {
    const [file] = files ?? [];
    if (file === undefined) return;
    const next = { name: file.name, text: await file.text() };
    taking.reset();
    setChosen(next);
    preview.mutate({ text: next.text, isPreview: true });
  };
  const error = taking.error ?? preview.error;
  return (
    <Dialog title="Import devices" isOpen onClose={onClose}>
      <div className={styles["form"]}>
        <p>
          A CSV file with the columns id, owner, kind, platform, serial, encrypted, compliant, lastSeen, or as
          your device manager exports it. The same file twice changes nothing.
        </p>
        <div className={styles["acts"]}>
          <FileTrigger acceptedFileTypes={[".csv", "text/csv"]} onSelect={(files) => void choose(files)}>
            <Button>{chosen === null ? "Choose a file" : "Choose another file"}</Button>
          </FileTrigger>
        </div>
        <div role="status">
          {chosen !== null && preview.isPending && <p>Reading {chosen.name}…</p>}
          {chosen !== null && preview.data !== undefined && (
            <Outcome name={chosen.name} came={preview.data} />
          )}
        </div>
        {error !== null && (
          <p role="alert" className={styles["wrong"]}>
            Nothing was taken in: {problemOf(error).title}. {problemOf(error).next}
          </p>
        )}
        <DialogActions>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            kind="primary"
            isDisabled={preview.data === undefined || !bringsAnything(preview.data)}
            isPending={taking.isPending}
            onPress={() => taking.mutate({ text: chosen?.text ?? "", isPreview: false })}
          >
            Take it in
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
}

function bringsAnything({ added, changed, unchanged }: Imported): boolean {
  return added + changed + unchanged > 0;
}

function Outcome({ name, came }: { readonly name: string; readonly came: Imported }) {
  return (
    <>
      <p>
        {name} would bring: {importWords(came)}.
      </p>
      {came.refused.length > 0 && (
        <ul className={styles["lines"]} aria-label="Lines that are refused">
          {came.refused.map(({ line, field }) => (
            <li key={line}>
              Line {line}: <code>{field}</code> cannot be read
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
