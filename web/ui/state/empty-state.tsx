import type { ReactNode } from "react";
import { Button } from "../button/button.tsx";
import { Icon, type IconName } from "../text/icon.tsx";
import styles from "./state.module.css";

/** Why there is nothing to show; the four are never mixed up. */
export type Emptiness =
  | {
      readonly kind: "none-yet";
      readonly title: string;
      readonly text: ReactNode;
      readonly action?: ReactNode;
    }
  | { readonly kind: "no-match"; readonly what: string; readonly onClear: () => void }
  | {
      readonly kind: "not-for-you";
      readonly what: string;
      readonly why: ReactNode;
      readonly action?: ReactNode;
    }
  | {
      readonly kind: "not-loaded";
      readonly what: string;
      readonly why: string;
      readonly onRetry: () => void;
    };

/** Nothing to show, with the reason and the first thing one can do about it. */
export function EmptyState({ state }: { readonly state: Emptiness }) {
  switch (state.kind) {
    case "none-yet":
      return <Empty icon="work" title={state.title} text={state.text} action={state.action} />;
    case "no-match":
      return (
        <Empty
          icon="search"
          title={`No ${state.what} match the filter`}
          text="Others may be there."
          action={<Button onPress={state.onClear}>Clear the filter</Button>}
        />
      );
    case "not-for-you":
      return (
        <Empty icon="lock" title={`You may not see ${state.what}`} text={state.why} action={state.action} />
      );
    case "not-loaded":
      return (
        <Empty
          icon="warning"
          title={`Could not load ${state.what}`}
          text={state.why}
          action={
            <Button icon="retry" onPress={state.onRetry}>
              Try again
            </Button>
          }
        />
      );
  }
}

interface EmptyProps {
  readonly icon: IconName;
  readonly title: string;
  readonly text: ReactNode;
  readonly action: ReactNode;
}

function Empty({ icon, title, text, action }: EmptyProps) {
  return (
    <div className={styles["empty"]}>
      <Icon name={icon} size={24} />
      <p className={styles["emptyTitle"]}>{title}</p>
      <div className={styles["emptyText"]}>{text}</div>
      {action !== undefined && <div className={styles["actions"]}>{action}</div>}
    </div>
  );
}
