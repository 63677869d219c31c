import type { ReactNode } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components/Button";
import { Link, type LinkProps } from "react-aria-components/Link";
import { ProgressBar } from "react-aria-components/ProgressBar";
import { cx } from "../class-names.ts";
import { Tooltip } from "../overlay/tooltip.tsx";
import { Icon, type IconName } from "../text/icon.tsx";
import { VisuallyHidden } from "../text/visually-hidden.tsx";
import styles from "./button.module.css";

type Kind = "primary" | "secondary" | "quiet" | "danger";

interface Look {
  /** One primary per screen. */
  readonly kind?: Kind;
  readonly size?: "medium" | "small";
  readonly icon?: IconName;
  readonly children?: ReactNode;
}

export type ButtonProps = Omit<AriaButtonProps, "className" | "children" | "style"> & Look;

/** Does something here. Going elsewhere is a LinkButton. While `isPending` it keeps the focus and takes no press. */
export function Button({ kind = "secondary", size, icon, children, ...rest }: ButtonProps) {
  const isPending = rest.isPending === true;
  return (
    <AriaButton {...rest} className={classOf(kind, size)}>
      {isPending && <ProgressBar aria-label="working" isIndeterminate className={styles["working"] ?? ""} />}
      {!isPending && icon !== undefined && <Icon name={icon} />}
      {children}
      {isPending && <VisuallyHidden>working</VisuallyHidden>}
    </AriaButton>
  );
}

type LinkButtonProps = Omit<LinkProps, "className" | "children" | "style"> & Look;

/** A link that looks like a button. */
export function LinkButton({ kind = "secondary", size, icon, children, ...rest }: LinkButtonProps) {
  return (
    <Link {...rest} className={classOf(kind, size)}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </Link>
  );
}

/** A link in running text; stays in the console without loading the page anew. */
export function TextLink(props: Omit<LinkProps, "className" | "style">) {
  return <Link {...props} />;
}

type IconButtonProps = Omit<AriaButtonProps, "className" | "children" | "style"> & {
  readonly icon: IconName;
  /** The accessible name; shown as a tooltip. */
  readonly label: string;
  readonly kind?: Kind;
  readonly size?: "medium" | "small";
};

/** A button of one icon, with its name as tooltip. */
export function IconButton({ icon, label, kind = "quiet", size, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <AriaButton {...rest} aria-label={label} className={cx(classOf(kind, size), styles["icon"])}>
        <Icon name={icon} />
      </AriaButton>
    </Tooltip>
  );
}

function classOf(kind: Kind, size: Look["size"]): string {
  return cx(styles["button"], styles[kind], size === "small" && styles["small"]);
}
