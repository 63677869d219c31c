import type { ReactNode } from "react";
import { Button } from "react-aria-components/Button";
import { Disclosure as AriaDisclosure, DisclosurePanel } from "react-aria-components/Disclosure";
import { Icon } from "../text/icon.tsx";
import styles from "./layout.module.css";

interface DisclosureProps {
  readonly summary: ReactNode;
  readonly children: ReactNode;
  readonly defaultExpanded?: boolean;
}

/** Shows more on demand. */
export function Disclosure({ summary, children, defaultExpanded = false }: DisclosureProps) {
  return (
    <AriaDisclosure className={styles["disclosure"] ?? ""} defaultExpanded={defaultExpanded}>
      <Button slot="trigger" className={styles["summary"] ?? ""}>
        <Icon name="chevronRight" />
        {summary}
      </Button>
      <DisclosurePanel className={styles["content"] ?? ""}>{children}</DisclosurePanel>
    </AriaDisclosure>
  );
}
