import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Icon } from "../text/icon.tsx";
import styles from "./field.module.css";

export interface Option {
  readonly id: string;
  readonly label: string;
}

/** The choices of a Select or a ComboBox. */
export function OptionList({ options }: { readonly options: readonly Option[] }) {
  return (
    <ListBox items={options} renderEmptyState={() => <div className={styles["option"]}>No match</div>}>
      {(option) => (
        <ListBoxItem id={option.id} textValue={option.label} className={styles["option"] ?? ""}>
          {({ isSelected }) => (
            <>
              <span>{option.label}</span>
              {isSelected && <Icon name="check" />}
            </>
          )}
        </ListBoxItem>
      )}
    </ListBox>
  );
}
