import type { FormEvent } from "react";
import { Button } from "../../../ui/button/button.tsx";
import { Select } from "../../../ui/field/select.tsx";
import { TextField } from "../../../ui/field/text-field.tsx";
import { PersonField, PurposeField } from "../../known-fields.tsx";
import styles from "../record.module.css";
import { useDraft } from "../use-draft.ts";
import { WAY_OPTIONS } from "./summaries.ts";
import { isNarrowed, NO_SUMMARY_VIEW, type SummaryView } from "./summary-view.ts";

interface SubjectProps {
  /** Patients are in no list to choose from. */
  readonly kind: "person" | "patient";
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly onChange: (id: string) => void;
}

/** Whom a summary is about, by an id that stands in no address. */
function Subject({ kind, ...props }: SubjectProps) {
  return kind === "person" ? <PersonField {...props} /> : <TextField {...props} autoComplete="off" />;
}

interface SummaryFiltersProps {
  readonly view: SummaryView;
  readonly onView: (view: SummaryView) => void;
  readonly subject: SubjectProps;
  /** Whether the summary can be of one way alone. */
  readonly ways?: boolean;
}

/** Whom a summary is about and what narrows it. Texts count when Enter or Show is pressed, choices at once. */
export function SummaryFilters({ view, onView, subject, ways = true }: SummaryFiltersProps) {
  const [texts, setTexts] = useDraft({ ...view, subject: subject.value });
  const set = (name: "subject" | "purpose" | "from" | "until") => (text: string) =>
    setTexts({ ...texts, [name]: text });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const { subject: id, purpose, from, until } = texts;
    if (id.trim() !== subject.value) subject.onChange(id.trim());
    const next = { ...view, purpose: purpose.trim(), from, until };
    if (JSON.stringify(next) !== JSON.stringify(view)) onView(next);
  };
  return (
    <div className={styles["filters"]}>
      <form className={styles["texts"]} onSubmit={submit} role="search" aria-label="What is summed up">
        <Subject {...subject} value={texts.subject} onChange={set("subject")} />
        <PurposeField label="Purpose" placeholder="any" value={texts.purpose} onChange={set("purpose")} />
        <TextField label="From" type="date" value={texts.from} onChange={set("from")} />
        <TextField label="Until" type="date" value={texts.until} onChange={set("until")} />
        {ways && (
          <Select
            label="How"
            options={WAY_OPTIONS}
            value={view.way}
            onChange={(way) => onView({ ...view, way })}
          />
        )}
        <div className={styles["buttons"]}>
          <Button type="submit" kind="primary">
            Show
          </Button>
          {isNarrowed(view) && (
            <Button kind="quiet" onPress={() => onView({ ...NO_SUMMARY_VIEW, person: view.person })}>
              Clear
            </Button>
          )}
        </div>
      </form>
    </div>
  );
}
