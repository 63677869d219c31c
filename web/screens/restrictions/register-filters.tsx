import { type FormEvent, useState } from "react";
import { Button } from "../../ui/button/button.tsx";
import { Select } from "../../ui/field/select.tsx";
import { TextField } from "../../ui/field/text-field.tsx";
import { isLogicalId } from "./register.ts";
import { idsOf } from "./words.ts";
import styles from "./restrictions.module.css";

interface RegisterFiltersProps<Status extends string> {
  readonly statuses: Readonly<Record<Status, { readonly text: string }>>;
  readonly status: Status | null;
  readonly onStatus: (status: Status | null) => void;
  readonly patient: string | null;
  readonly onPatient: (patient: string | null) => void;
}

const ANY = "any";

/** What narrows a register. A choice counts at once, the patient when Enter or Filter is pressed. */
export function RegisterFilters<Status extends string>(props: RegisterFiltersProps<Status>) {
  const { statuses, status, onStatus, patient } = props;
  const ids = idsOf(statuses);
  return (
    <div className={styles["filters"]}>
      <Select
        label="Standing"
        options={[{ id: ANY, label: "Any" }, ...ids.map((id) => ({ id, label: statuses[id].text }))]}
        value={status ?? ANY}
        onChange={(chosen) => onStatus(ids.find((id) => id === chosen) ?? null)}
      />
      <PatientFilter key={patient ?? ""} {...props} />
    </div>
  );
}

type PatientFilterProps = Pick<RegisterFiltersProps<string>, "patient" | "onPatient">;

function PatientFilter({ patient, onPatient }: PatientFilterProps) {
  const [text, setText] = useState(patient ?? "");
  const [isOdd, setOdd] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const id = text.trim();
    setOdd(id !== "" && !isLogicalId(id));
    if (id === "") onPatient(null);
    else if (isLogicalId(id)) onPatient(id);
  };
  return (
    <form className={styles["patient"]} onSubmit={submit}>
      <TextField
        label="Patient (id)"
        value={text}
        onChange={setText}
        autoComplete="off"
        spellCheck="false"
        error={isOdd ? "Letters, digits, hyphens and dots." : undefined}
      />
      <Button type="submit">Filter</Button>
      {patient !== null && (
        <Button kind="quiet" onPress={() => onPatient(null)}>
          Clear
        </Button>
      )}
    </form>
  );
}
