import { BreakableCode } from "../ui/text/breakable-code.tsx";
import { rulesByReason, type ToldRule } from "./rules-by-reason.ts";
import styles from "./rules-told.module.css";

interface RulesToldProps {
  readonly rules: readonly ToldRule[];
  /** Id of the declared purpose: its rules stand first. */
  readonly purpose: string | null;
}

/** Why something is shown: the rules with their places in the policy, and each reason once. */
export function RulesTold({ rules, purpose }: RulesToldProps) {
  return rulesByReason(rules, purpose).map(({ why, rules: told }) => (
    <div key={why} className={styles["reason"]}>
      <ul>
        {told.map(({ id, title, at }) => (
          <li key={id}>
            <strong>{title}</strong>
            <span className={styles["place"]}>
              <BreakableCode text={at} />
            </span>
          </li>
        ))}
      </ul>
      <p>{why}</p>
    </div>
  ));
}
