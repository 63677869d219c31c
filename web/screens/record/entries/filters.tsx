import type { FormEvent } from "react";
import { Button } from "../../../ui/button/button.tsx";
import { Select } from "../../../ui/field/select.tsx";
import { SuggestField } from "../../../ui/field/suggest-field.tsx";
import { TextField } from "../../../ui/field/text-field.tsx";
import { PersonField, PurposeField, RecordKindField } from "../../known-fields.tsx";
import { INTERACTIONS } from "./interactions.ts";
import styles from "../record.module.css";
import { useDraft } from "../use-draft.ts";
import { isFiltered, type View } from "./view.ts";

interface FiltersProps {
  readonly view: View;
  readonly onView: (view: View) => void;
  /** An id; lives on the page alone. */
  readonly patient: string;
  readonly onPatient: (patient: string) => void;
  readonly everyone: boolean;
  readonly mayFilterPatients: boolean;
  readonly onClear: () => void;
}

const ANY = { id: "", label: "Any" };
const OUTCOMES = [
  ANY,
  { id: "permit", label: "Permitted" },
  { id: "deny", label: "Denied" },
  { id: "error", label: "Failed" },
];
const WHOSE = [
  { id: "everyone", label: "Everyone’s" },
  { id: "mine", label: "Mine" },
];

const EXCEPTIONS = [ANY, { id: "only", label: "Break-glass and just-in-time" }];

/** What narrows the record. Texts count when Enter or Filter is pressed, choices at once. */
export function Filters(props: FiltersProps) {
  const { view, onView, everyone } = props;
  return (
    <div className={styles["filters"]}>
      {everyone && (
        <Select
          label="Whose"
          options={WHOSE}
          value={view.whose}
          onChange={(whose) => onView({ ...view, whose: whose === "mine" ? "mine" : "everyone" })}
        />
      )}
      <Select
        label="Outcome"
        options={OUTCOMES}
        value={view.outcome}
        onChange={(outcome) => onView({ ...view, outcome })}
      />
      <Select
        label="Exceptions"
        options={EXCEPTIONS}
        value={view.exceptions}
        onChange={(exceptions) => onView({ ...view, exceptions })}
      />
      <TextFilters {...props} />
    </div>
  );
}

function TextFilters(props: FiltersProps) {
  const { view, onView, patient, onPatient, everyone, mayFilterPatients, onClear } = props;
  const [texts, setTexts] = useDraft({ ...view, patient });
  const set =
    (name: "person" | "interaction" | "purpose" | "type" | "from" | "until" | "patient") => (text: string) =>
      setTexts({ ...texts, [name]: text });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const { patient: id, ...filters } = texts;
    onPatient(id.trim());
    onView({
      ...filters,
      person: filters.person.trim(),
      interaction: filters.interaction.trim(),
      purpose: filters.purpose.trim(),
      type: filters.type.trim(),
    });
  };
  return (
    <form className={styles["texts"]} onSubmit={submit}>
      {everyone && view.whose === "everyone" && (
        <PersonField label="Person" value={texts.person} onChange={set("person")} />
      )}
      <SuggestField
        label="What was done"
        options={INTERACTIONS}
        value={texts.interaction}
        onChange={set("interaction")}
      />
      <PurposeField label="Purpose" placeholder="any" value={texts.purpose} onChange={set("purpose")} />
      <RecordKindField label="Kind of record" placeholder="any" value={texts.type} onChange={set("type")} />
      <TextField label="From" type="date" value={texts.from} onChange={set("from")} />
      <TextField label="Until" type="date" value={texts.until} onChange={set("until")} />
      {mayFilterPatients && (
        <TextField label="Patient (id)" value={texts.patient} onChange={set("patient")} autoComplete="off" />
      )}
      <div className={styles["buttons"]}>
        <Button type="submit">Filter</Button>
        {isFiltered(view, patient) && (
          <Button kind="quiet" onPress={onClear}>
            Clear
          </Button>
        )}
      </div>
    </form>
  );
}
