import { useId } from "react";
import { Checkbox } from "../../ui/field/choices.tsx";
import styles from "./restrictions.module.css";

interface ChoicesProps<Id extends string> {
  readonly legend: string;
  /** What it means when none is chosen, or what they are. */
  readonly hint: string;
  readonly error?: string | undefined;
  readonly ids: readonly Id[];
  readonly words: Readonly<Record<Id, string>>;
  readonly chosen: readonly Id[];
  readonly onChange: (chosen: readonly Id[]) => void;
}

/** Any number of a few choices, under one legend. */
export function Choices<Id extends string>(props: ChoicesProps<Id>) {
  const { legend, hint, error, ids, words, chosen, onChange } = props;
  const hintId = useId();
  return (
    <fieldset className={styles["choices"]} aria-describedby={hintId}>
      <legend>{legend}</legend>
      <div id={hintId} className={error === undefined ? styles["soft"] : styles["wrong"]}>
        {error ?? hint}
      </div>
      <div className={styles["boxes"]}>
        {ids.map((id) => (
          <Checkbox
            key={id}
            isSelected={chosen.includes(id)}
            onChange={(on) => onChange(on ? [...chosen, id] : chosen.filter((one) => one !== id))}
          >
            {words[id]}
          </Checkbox>
        ))}
      </div>
    </fieldset>
  );
}
