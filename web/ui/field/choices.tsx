import type { ReactNode } from "react";
import {
  Checkbox as AriaCheckbox,
  type CheckboxProps as AriaCheckboxProps,
} from "react-aria-components/Checkbox";
import { Label } from "react-aria-components/Label";
import { Radio, RadioGroup as AriaRadioGroup } from "react-aria-components/RadioGroup";
import { Switch as AriaSwitch, type SwitchProps as AriaSwitchProps } from "react-aria-components/Switch";
import { cx } from "../class-names.ts";
import { Icon } from "../text/icon.tsx";
import styles from "./field.module.css";
import type { Option } from "./option-list.tsx";

type CheckboxProps = Omit<AriaCheckboxProps, "className" | "children" | "style"> & {
  readonly children?: ReactNode;
};

/** A yes or no among others. Without children give it `aria-label`. */
export function Checkbox({ children, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox {...rest} className={styles["choice"] ?? ""}>
      {({ isSelected, isIndeterminate }) => (
        <>
          <span className={styles["box"]}>
            {isIndeterminate && <Icon name="minus" size={12} />}
            {isSelected && !isIndeterminate && <Icon name="check" size={12} />}
          </span>
          {children}
        </>
      )}
    </AriaCheckbox>
  );
}

type SwitchProps = Omit<AriaSwitchProps, "className" | "children" | "style"> & {
  readonly children: ReactNode;
};

/** On or off, at once. */
export function Switch({ children, ...rest }: SwitchProps) {
  return (
    <AriaSwitch {...rest} className={styles["choice"] ?? ""}>
      <span className={styles["track"]} />
      {children}
    </AriaSwitch>
  );
}

interface RadioGroupProps {
  readonly label: string;
  readonly options: readonly (Option & { readonly hint?: string })[];
  readonly value: string | null;
  readonly onChange: (id: string) => void;
  readonly stacked?: boolean;
}

/** One of a few choices, all in view. */
export function RadioGroup({ label, options, value, onChange, stacked = false }: RadioGroupProps) {
  return (
    <AriaRadioGroup className={styles["field"] ?? ""} value={value} onChange={onChange}>
      <Label className={styles["label"]}>{label}</Label>
      <div className={cx(styles["radios"], stacked && styles["stacked"])}>
        {options.map((option) => (
          <Radio key={option.id} value={option.id} className={styles["choice"] ?? ""}>
            <span className={styles["dot"]} />
            <span>
              {option.label}
              {option.hint !== undefined && <span className={styles["hint"]}> {option.hint}</span>}
            </span>
          </Radio>
        ))}
      </div>
    </AriaRadioGroup>
  );
}
