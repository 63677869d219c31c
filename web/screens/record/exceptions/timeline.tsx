import { useNamedPurposes } from "../../../api/policy-titles.ts";
import { Badge } from "../../../ui/badge/badge.tsx";
import { TextLink } from "../../../ui/button/button.tsx";
import { TimeText } from "../../../ui/text/time-text.tsx";
import { purposeWords } from "../purpose-words.ts";
import type { GrantStep } from "../summary/summaries.ts";
import styles from "./timeline.module.css";

/** The steps of a grant's life in order, the oldest first. */
export function Timeline({ steps }: { readonly steps: readonly GrantStep[] }) {
  const named = useNamedPurposes(steps.some(({ purpose }) => purpose !== null));
  return (
    <ol className={styles["timeline"]} aria-label="Timeline">
      {steps.map((step) => (
        <li key={step.entry} className={styles["step"]} data-kind={step.step}>
          <div className={styles["head"]}>
            <strong>{stepText(step)}</strong>
            {step.outcome === "deny" && <Badge tone="deny">Denied</Badge>}
            <TimeText at={step.at} />
          </div>
          <p className={styles["facts"]}>
            {step.person ?? "nobody: by its time"}
            {step.roles.length > 0 && ` (${step.roles.join(", ")})`}
            {step.purpose !== null && `, for ${purposeWords(step, named)}`}
            {step.until !== null && (
              <>
                , until <TimeText at={step.until} form="absolute" />
              </>
            )}
            {step.last !== step.at && (
              <>
                , last <TimeText at={step.last} form="absolute" />
              </>
            )}
            {" · "}
            <TextLink href={`/record/${step.entry}`}>{step.entries > 1 ? "First entry" : "Entry"}</TextLink>
          </p>
        </li>
      ))}
    </ol>
  );
}

const WORDS = {
  asked: "Asked for",
  decided: "Decided",
  changed: "Changed",
  opened: "Opened",
  closed: "Closed",
  expired: "Ended by its time",
  used: "Used",
} as const;

const DECISIONS = {
  approved: "Approved",
  narrowed: "Approved, less than asked",
  rejected: "Rejected",
} as const;

function stepText({ step, decision, entries, records }: GrantStep): string {
  if (step === "decided" && decision !== null) return DECISIONS[decision];
  if (step !== "used") return WORDS[step];
  const times = entries === 1 ? "Used once" : `Used ${entries.toLocaleString("en-US")} times`;
  return `${times}, ${records.toLocaleString("en-US")} ${records === 1 ? "record" : "records"}`;
}
