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
  const { icon, title, text, action } = shownFor(state);
  return (
    <div className={styles["empty"]}>
      <Icon name={icon} size={24} />
      <p className={styles["emptyTitle"]}>{title}</p>
      <div className={styles["emptyText"]}>{text}</div>
      {action !== undefined && <div className={styles["actions"]}>{action}</div>}
    </div>
  );
}

interface Shown {
  readonly icon: IconName;
  readonly title: string;
  readonly text: ReactNode;
  readonly action?: ReactNode;
}

function shownFor(state: Emptiness): Shown {
  if (state.kind === "none-yet") return { ...state, icon: "work" };
  if (state.kind === "not-for-you")
    return { ...state, icon: "lock", title: `You may not see ${state.what}`, text: state.why };
  if (state.kind === "no-match") {
    const action = <Button onPress={state.onClear}>Clear the filter</Button>;
    return {
      icon: "search",
      title: `No ${state.what} match the filter`,
      text: "Others may be there.",
      action,
    };
  }
  const action = (
    <Button icon="retry" onPress={state.onRetry}>
      Try again
    </Button>
  );
  return { icon: "warning", title: `Could not load ${state.what}`, text: state.why, action };
}
