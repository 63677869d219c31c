import type { ReactNode } from "react";
import { Dialog as AriaDialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { IconButton } from "../button/button.tsx";
import { cx } from "../class-names.ts";
import styles from "./overlay.module.css";

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons at the end, the safe one first. */
  readonly actions?: ReactNode;
  readonly wide?: boolean;
}

/** A modal dialog: holds the focus, gives it back, closes on Escape. */
export function Dialog({ title, isOpen, onClose, children, actions, wide = false }: DialogProps) {
  return (
    <ModalOverlay
      isDismissable
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      className={styles["underlay"] ?? ""}
    >
      <Modal className={cx(styles["modal"], wide && styles["wide"])}>
        <AriaDialog className={styles["dialog"] ?? ""}>
          <header className={styles["dialogHead"]}>
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <IconButton icon="close" label="Close" onPress={onClose} />
          </header>
          <div className={styles["dialogBody"]}>
            {children}
            {actions !== undefined && <DialogActions>{actions}</DialogActions>}
          </div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** The buttons at the end of a dialog or of the form in it, the safe one first; in view however long it is. */
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return <div className={styles["dialogActions"]}>{children}</div>;
}
