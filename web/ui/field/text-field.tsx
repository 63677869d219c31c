import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Text } from "react-aria-components/Text";
import { TextArea } from "react-aria-components/TextArea";
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaProps,
} from "react-aria-components/TextField";
import styles from "./field.module.css";

type TextFieldProps = Omit<AriaProps, "className" | "children" | "style"> & {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly placeholder?: string;
  /** More than one makes a text area. */
  readonly rows?: number;
};

/** A labeled text input, or a text area with `rows`. */
export function TextField({ label, hint, error, placeholder, rows = 1, ...rest }: TextFieldProps) {
  const written = placeholder === undefined ? {} : { placeholder };
  return (
    <AriaTextField {...rest} isInvalid={error !== undefined} className={styles["field"] ?? ""}>
      <Label className={styles["label"]}>{label}</Label>
      {rows > 1 ? (
        <TextArea className={styles["area"] ?? ""} rows={rows} {...written} />
      ) : (
        <Input className={styles["input"] ?? ""} {...written} />
      )}
      {hint !== undefined && (
        <Text slot="description" className={styles["hint"]}>
          {hint}
        </Text>
      )}
      <FieldError className={styles["error"] ?? ""}>{error}</FieldError>
    </AriaTextField>
  );
}
