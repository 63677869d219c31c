import { Button } from "react-aria-components/Button";
import { Label } from "react-aria-components/Label";
import { Popover } from "react-aria-components/Popover";
import { Select as AriaSelect, SelectValue } from "react-aria-components/Select";
import { Icon } from "../text/icon.tsx";
import styles from "./field.module.css";
import { type Option, OptionList } from "./option-list.tsx";

interface SelectProps {
  readonly label: string;
  readonly options: readonly Option[];
  /** The chosen option's id; null: none yet. */
  readonly value: string | null;
  readonly onChange: (id: string) => void;
  readonly isDisabled?: boolean;
}

/** One of a few known choices. For many, ComboBox. */
export function Select({ label, options, value, onChange, isDisabled = false }: SelectProps) {
  return (
    <AriaSelect
      className={styles["field"] ?? ""}
      isDisabled={isDisabled}
      value={value}
      onChange={(key) => {
        if (key !== null) onChange(String(key));
      }}
      placeholder="Choose"
    >
      <Label className={styles["label"]}>{label}</Label>
      <Button className={styles["select"] ?? ""}>
        <SelectValue />
        <Icon name="chevronDown" />
      </Button>
      <Popover className={styles["list"] ?? ""}>
        <OptionList options={options} />
      </Popover>
    </AriaSelect>
  );
}

interface WordSelectProps<Id extends string> {
  readonly label: string;
  readonly words: Readonly<Record<Id, string>>;
  readonly value: Id;
  readonly onChange: (id: Id) => void;
}

/** A select over words by id, in their order. */
export function WordSelect<Id extends string>({ label, words, value, onChange }: WordSelectProps<Id>) {
  const ids = Object.keys(words) as Id[];
  const choose = (chosen: string): void => {
    const id = ids.find((one) => one === chosen);
    if (id !== undefined) onChange(id);
  };
  const options = ids.map((id) => ({ id, label: words[id] }));
  return <Select label={label} options={options} value={value} onChange={choose} />;
}
