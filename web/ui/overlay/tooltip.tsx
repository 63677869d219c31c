import type { ReactNode } from "react";
import { Tooltip as AriaTooltip, TooltipTrigger } from "react-aria-components/Tooltip";
import styles from "./overlay.module.css";

interface TooltipProps {
  readonly text: string;
  /** One control that can take the focus. */
  readonly children: ReactNode;
}

/** A short name or remark on hover and focus; never the only place where something is said. */
export function Tooltip({ text, children }: TooltipProps) {
  return (
    <TooltipTrigger delay={500}>
      {children}
      <AriaTooltip className={styles["tooltip"] ?? ""} offset={6}>
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
