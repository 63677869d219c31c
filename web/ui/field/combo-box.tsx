import { ComboBox as AriaComboBox } from "react-aria-components/ComboBox";
import { Group } from "react-aria-components/Group";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Popover } from "react-aria-components/Popover";
import { Button } from "react-aria-components/Button";
import { Icon } from "../text/icon.tsx";
import styles from "./field.module.css";
import { type Option, OptionList } from "./option-list.tsx";

interface ComboBoxProps {
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
  readonly placeholder?: string;
}

/** One of many choices, found by typing. */
export function ComboBox({ label, options, value, onChange, placeholder }: ComboBoxProps) {
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
        <Input className={styles["input"] ?? ""} {...(placeholder === undefined ? {} : { placeholder })} />
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
