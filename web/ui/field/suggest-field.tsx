import { type KeyboardEvent, useState } from "react";
import { Button } from "react-aria-components/Button";
import { ComboBox as AriaComboBox } from "react-aria-components/ComboBox";
import { Group } from "react-aria-components/Group";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Icon } from "../text/icon.tsx";
import styles from "./field.module.css";
import type { Option } from "./option-list.tsx";
import { idOf, matches, shownFor } from "./suggestions.ts";

interface SuggestFieldProps {
  readonly label: string;
  /** What is known; anything else may be typed all the same. */
  readonly options: readonly Option[];
  /** The id of an option, or the text as typed. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** More options are on their way: the list opens empty, and fills. */
  readonly isLoading?: boolean;
  readonly onFocus?: () => void;
  readonly placeholder?: string;
}

/** A text that is mostly one of those known: found by its words or its id, or typed freely. */
export function SuggestField(props: SuggestFieldProps) {
  const { label, options, value, onChange, isLoading = false, onFocus, placeholder } = props;
  // While one types, the text stays as typed: a name put in its place would move the caret.
  const [typed, setTyped] = useState<string | null>(null);
  const type = (text: string): void => {
    setTyped(text);
    onChange(idOf(text, options));
  };
  const choose = (key: unknown): void => {
    if (typeof key !== "string") return;
    setTyped(null);
    onChange(key);
  };
  return (
    <AriaComboBox
      className={styles["field"] ?? ""}
      defaultItems={options}
      value={null}
      onChange={choose}
      inputValue={typed ?? shownFor(value, options)}
      onInputChange={type}
      defaultFilter={matches}
      allowsCustomValue
      allowsEmptyCollection={isLoading}
      onBlur={() => setTyped(null)}
      {...(onFocus === undefined ? {} : { onFocus })}
    >
      <Label className={styles["label"]}>{label}</Label>
      <Group className={styles["group"] ?? ""}>
        <Input
          className={styles["input"] ?? ""}
          autoComplete="off"
          onKeyDown={submitAsTyped}
          {...(placeholder === undefined ? {} : { placeholder })}
        />
        <Button className={styles["comboButton"] ?? ""}>
          <Icon name="chevronDown" />
        </Button>
      </Group>
      <Popover className={styles["list"] ?? ""}>
        <ListBox items={options} renderEmptyState={Loading}>
          {Suggestion}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}

/** Enter counts at once while nothing of the list is marked; the list alone would take it to close itself. */
function submitAsTyped({ key, currentTarget }: KeyboardEvent<HTMLInputElement>): void {
  const isOpen = currentTarget.getAttribute("aria-expanded") === "true";
  const isMarked = currentTarget.hasAttribute("aria-activedescendant");
  if (key === "Enter" && isOpen && !isMarked) currentTarget.form?.requestSubmit();
}

function Loading() {
  return <div className={styles["option"]}>Loading…</div>;
}

function Suggestion({ id, label }: Option) {
  return (
    <ListBoxItem id={id} textValue={`${label}\n${id}`} className={styles["option"] ?? ""}>
      <span>{label}</span>
      {id !== label && <code className={styles["hint"]}>{id}</code>}
    </ListBoxItem>
  );
}
