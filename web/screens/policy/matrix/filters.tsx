import { Button } from "../../../ui/button/button.tsx";
import { SearchField } from "../../../ui/field/search-field.tsx";
import { Menu } from "../../../ui/overlay/menu.tsx";

interface ChoiceProps {
  /** `Roles`. */
  readonly title: string;
  readonly options: readonly { readonly id: string; readonly label: string }[];
  /** How many of them have a column. */
  readonly shown: number;
  /** Empty: no choice was made. */
  readonly chosen: readonly string[];
  readonly onChoose: (ids: readonly string[]) => void;
}

/** Several of many, such as the roles whose columns are shown. Everything taken out again means no choice. */
export function Choice({ title, options, shown, chosen, onChoose }: ChoiceProps) {
  const text = shown >= options.length ? `${title}: all` : `${title}: ${shown} of ${options.length}`;
  return (
    <Menu
      label={title}
      mode="multiple"
      allowsNone
      trigger={<Button icon="columns">{text}</Button>}
      selected={new Set(chosen)}
      onSelect={(ids) => onChoose(options.filter(({ id }) => ids.has(id)).map(({ id }) => id))}
      groups={[{ entries: options.map(({ id, label }) => ({ id, label })) }]}
    />
  );
}

interface FindProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** Finds elements by id or title. */
export function FindElement({ value, onChange }: FindProps) {
  return <SearchField label="Find an element" value={value} onChange={onChange} />;
}
