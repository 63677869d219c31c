import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "../../ui/button/button.tsx";
import { TextField } from "../../ui/field/text-field.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import styles from "./find-patient.module.css";
import type { LookupKey } from "./lookup.ts";

interface KeyFormsProps {
  readonly isBusy: boolean;
  readonly onKey: (key: LookupKey) => void;
}

/** The two ways to name one patient. Browsers are asked to remember neither. */
export function KeyForms({ isBusy, onKey }: KeyFormsProps) {
  return (
    <div className={styles["ways"]}>
      <ByRecordNumber isBusy={isBusy} onKey={onKey} />
      <ByName isBusy={isBusy} onKey={onKey} />
    </div>
  );
}

function ByRecordNumber({ isBusy, onKey }: KeyFormsProps) {
  const [mrn, setMrn] = useState("");
  return (
    <Way
      title="By record number"
      button="Find by number"
      isBusy={isBusy}
      isDisabled={mrn.trim() === ""}
      onSubmit={() => onKey({ mrn: mrn.trim() })}
    >
      <TextField
        label="Record number"
        hint="To the letter, as it stands on the card."
        value={mrn}
        onChange={setMrn}
        autoComplete="off"
        maxLength={64}
      />
    </Way>
  );
}

function ByName({ isBusy, onKey }: KeyFormsProps) {
  const [texts, setTexts] = useState({ family: "", given: "", birthDate: "" });
  const set = (name: keyof typeof texts) => (text: string) => setTexts({ ...texts, [name]: text });
  const key = { family: texts.family.trim(), given: texts.given.trim(), birthDate: texts.birthDate };
  const isWhole = Object.values(key).every((text) => text !== "");
  return (
    <Way
      title="By name and birth date"
      button="Find by name"
      isBusy={isBusy}
      isDisabled={!isWhole}
      onSubmit={() => onKey(key)}
    >
      <TextField
        label="Family name"
        value={texts.family}
        onChange={set("family")}
        autoComplete="off"
        maxLength={100}
      />
      <TextField
        label="Given name"
        value={texts.given}
        onChange={set("given")}
        autoComplete="off"
        maxLength={100}
      />
      <TextField
        label="Birth date"
        type="date"
        value={texts.birthDate}
        onChange={set("birthDate")}
        autoComplete="off"
      />
    </Way>
  );
}

interface WayProps {
  readonly title: string;
  readonly button: string;
  readonly isBusy: boolean;
  readonly isDisabled: boolean;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

function Way({ title, button, isBusy, isDisabled, onSubmit, children }: WayProps) {
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isDisabled && !isBusy) onSubmit();
  };
  return (
    <Panel title={title}>
      <form className={styles["way"]} onSubmit={submit} autoComplete="off">
        {children}
        <div>
          <Button type="submit" kind="primary" icon="search" isDisabled={isDisabled} isPending={isBusy}>
            {button}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
