import { problemOf } from "../../api/problem.ts";
import { recordKind } from "../../api/record-kinds.ts";
import { Button, IconButton } from "../../ui/button/button.tsx";
import { Popover } from "../../ui/overlay/popover.tsx";
import { Skeleton } from "../../ui/state/skeleton.tsx";
import { RulesTold } from "../rules-told.tsx";
import styles from "./chart.module.css";
import { type Check, type CheckedElement, useCheck } from "./check.ts";
import type { Scope } from "./scope.ts";
import { formText } from "./scope-details.tsx";

interface WhyProps {
  /** The element's title. */
  readonly title: string;
  readonly elements: readonly string[];
  /** `Condition/7` */
  readonly resource: string;
  readonly scope: Scope;
}

/** Why one may see this: the rule with its reason and place, and the relation to the patient. */
export function WhyButton(props: WhyProps) {
  const { title } = props;
  return (
    <Popover
      label={`Why you see: ${title}`}
      trigger={<IconButton icon="help" size="small" label={`Why: ${title}`} />}
    >
      {(close) => (
        <div className={styles["whyBody"]}>
          <Why {...props} />
          <div>
            <Button size="small" onPress={close}>
              Close
            </Button>
          </div>
        </div>
      )}
    </Popover>
  );
}

function Why({ title, elements, resource, scope }: WhyProps) {
  const kind = recordKind(resource.split("/")[0] ?? "");
  const check = useCheck(resource, `Why, ${kind.toLowerCase()}`);
  return (
    <>
      <h2>Why you see “{title}”</h2>
      {check.error !== null && <p>{problemOf(check.error).title}</p>}
      {check.error === null && check.data === undefined && <Skeleton lines={3} label="Asking why" />}
      {check.data !== undefined &&
        check.data.elements
          .filter(({ element }) => elements.includes(element))
          .map((element) => (
            <Because key={element.element} element={element} check={check.data} scope={scope} />
          ))}
    </>
  );
}

interface BecauseProps {
  readonly element: CheckedElement;
  readonly check: Check;
  readonly scope: Scope;
}

function Because({ element, check, scope }: BecauseProps) {
  const rules = check.rules.filter(({ id }) => element.rules.includes(id));
  return (
    <>
      <RulesTold rules={rules} purpose={scope.declared} />
      <RelationUsed check={check} scope={scope} />
      {element.transform !== "keep" && <p>Shown {formText(element.transform)}.</p>}
      {element.cuts.map(({ ceiling, from, to }) => (
        <p key={`${ceiling} ${to}`} className={styles["soft"]}>
          <code>{ceiling}</code> lowers it from {from} to {to}
        </p>
      ))}
      <p className={styles["soft"]}>
        <code>{element.element}</code>
      </p>
    </>
  );
}

function RelationUsed({ check, scope }: Pick<BecauseProps, "check" | "scope">) {
  const used = [...new Map(check.relations.map((one) => [`${one.relation} ${one.source}`, one])).values()];
  if (used.length === 0) return null;
  return (
    <p>
      Your relation to the patient:{" "}
      {used.map(({ relation, source }, at) => (
        <span key={`${relation} ${source}`}>
          {at > 0 && ", "}
          {scope.records.find((known) => known.relation === relation)?.title ?? relation} (
          <code>{source}</code>)
        </span>
      ))}
    </p>
  );
}
