import type { ReactNode } from "react";
import { cx } from "../class-names.ts";
import { Icon, type IconName } from "../text/icon.tsx";
import styles from "./badge.module.css";

export type Tone = "neutral" | "permit" | "deny" | "caution" | "accent" | "outline";

interface BadgeProps {
  readonly tone?: Tone;
  readonly icon?: IconName;
  readonly children: ReactNode;
}

/** A word or two about a thing. The words carry the meaning, never the tone alone. */
export function Badge({ tone = "neutral", icon, children }: BadgeProps) {
  return (
    <span className={cx(styles["badge"], tone !== "neutral" && styles[tone])}>
      {icon !== undefined && <Icon name={icon} size={12} />}
      {children}
    </span>
  );
}

/** The purpose of use that something was or is done for. */
export function PurposeBadge({ title }: { readonly title: string }) {
  return (
    <Badge tone="accent">
      <span className={styles["caption"]}>Purpose</span> {title}
    </Badge>
  );
}

/** The system that a session or an entry goes through. */
export function SystemBadge({ system }: { readonly system: string }) {
  return (
    <Badge tone="outline">
      <span className={styles["caption"]}>System</span> {system}
    </Badge>
  );
}

const OUTCOMES = {
  permit: { tone: "permit", icon: "check", text: "Permitted" },
  deny: { tone: "deny", icon: "minus", text: "Denied" },
  error: { tone: "caution", icon: "warning", text: "Failed" },
} as const;

/** How a decision ended. */
export function OutcomeBadge({ outcome }: { readonly outcome: keyof typeof OUTCOMES }) {
  const { tone, icon, text } = OUTCOMES[outcome];
  return (
    <Badge tone={tone} icon={icon}>
      {text}
    </Badge>
  );
}
