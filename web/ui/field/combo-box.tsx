import type { KeyboardEvent } from "react";
import { ComboBox as AriaComboBox } from "react-aria-components/ComboBox";
import { Group } from "react-aria-components/Group";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Popover } from "react-aria-components/Popover";
import { Button } from "react-aria-components/Button";
import { Icon } from "../text/icon.tsx";
import styles from "./field.module.css";
import { type Option, OptionList } from "./option-list.tsx";
import { exactId } from "./suggestions.ts";

interface ComboBoxProps {
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
  readonly placeholder?: string;
}

/** One of many choices, found by typing. */
export function ComboBox({ label, options, value, onChange, placeholder }: ComboBoxProps) {
  /** Enter picks what was typed in full, where the arrow keys point at nothing else. */
  const pickTyped = (event: KeyboardEvent<HTMLInputElement>): void => {
    const input = event.currentTarget;
    if (event.key !== "Enter" || input.getAttribute("aria-activedescendant") !== null) return;
    const typed = exactId(input.value, options);
    if (typed !== null && typed !== value) onChange(typed);
  };
  return (
    <AriaComboBox
      className={styles["field"] ?? ""}
      defaultItems={options}
      value={value}
      onChange={(key) => onChange(key === null ? null : String(key))}
      allowsEmptyCollection
      menuTrigger="focus"
    >
      <Label className={styles["label"]}>{label}</Label>
      <Group className={styles["group"] ?? ""}>
        <Input
          className={styles["input"] ?? ""}
          onKeyDown={pickTyped}
          {...(placeholder === undefined ? {} : { placeholder })}
        />
        <Button className={styles["comboButton"] ?? ""}>
          <Icon name="chevronDown" />
        </Button>
      </Group>
      <Popover className={styles["list"] ?? ""}>
        <OptionList options={options} />
      </Popover>
    </AriaComboBox>
  );
}
