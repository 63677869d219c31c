import { Group } from "react-aria-components/Group";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import {
  SearchField as AriaSearchField,
  type SearchFieldProps as AriaProps,
} from "react-aria-components/SearchField";
import { IconButton } from "../button/button.tsx";
import { Icon } from "../text/icon.tsx";
import { VisuallyHidden } from "../text/visually-hidden.tsx";
import styles from "./field.module.css";

type SearchFieldProps = Omit<AriaProps, "className" | "children" | "style"> & {
  readonly label: string;
  /** An example of what can be found; the label is shown when absent. */
  readonly placeholder?: string;
  /** The label stands above, as those of the fields beside it do. */
  readonly isLabelShown?: boolean;
};

/** A search box; its label is said, and shown where asked for. Escape empties it. */
export function SearchField({ label, placeholder, isLabelShown = false, ...rest }: SearchFieldProps) {
  return (
    <AriaSearchField {...rest} className={styles["field"] ?? ""}>
      {({ isEmpty }) => (
        <>
          <Label className={styles["label"]}>
            {isLabelShown ? label : <VisuallyHidden>{label}</VisuallyHidden>}
          </Label>
          <Group className={styles["group"] ?? ""}>
            <Icon name="search" />
            <Input
              className={styles["input"] ?? ""}
              placeholder={placeholder ?? (isLabelShown ? "" : label)}
            />
            {!isEmpty && <IconButton icon="close" size="small" label="Clear" />}
          </Group>
        </>
      )}
    </AriaSearchField>
  );
}
