import type { ReactNode } from "react";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Popover as AriaPopover } from "react-aria-components/Popover";
import styles from "./overlay.module.css";

interface PopoverProps {
  /** The button that opens it. */
  readonly trigger: ReactNode;
  /** Its accessible name. */
  readonly label: string;
  readonly children: ReactNode | ((close: () => void) => ReactNode);
  readonly isOpen?: boolean | undefined;
  readonly onOpenChange?: ((open: boolean) => void) | undefined;
}

/** A small panel beside its button; closes on Escape and on a press outside. */
export function Popover({ trigger, label, children, isOpen, onOpenChange }: PopoverProps) {
  return (
    <DialogTrigger
      {...(isOpen === undefined ? {} : { isOpen })}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
    >
      {trigger}
      <AriaPopover className={styles["popover"] ?? ""} offset={6}>
        <Dialog aria-label={label} className={styles["popoverBody"] ?? ""}>
          {({ close }) => (typeof children === "function" ? children(close) : children)}
        </Dialog>
      </AriaPopover>
    </DialogTrigger>
  );
}
