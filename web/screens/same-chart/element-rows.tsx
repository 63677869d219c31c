import { capitalized } from "../../ui/text/capitalized.ts";
import { useState } from "react";
import { BreakableCode } from "../../ui/text/breakable-code.tsx";
import { CodedText } from "../../ui/text/coded-text.tsx";
import { Icon } from "../../ui/text/icon.tsx";
import { VisuallyHidden } from "../../ui/text/visually-hidden.tsx";
import { RulesTold } from "../rules-told.tsx";
import {
  brieflyWhy,
  type ComparedElement,
  type ComparedPerson,
  plainValue,
  type RulesById,
  type Sight,
  sightOf,
} from "./comparison.ts";
import styles from "./same-chart.module.css";

interface ElementRowsProps {
  readonly element: ComparedElement;
  readonly people: readonly ComparedPerson[];
  readonly rules: RulesById;
}

/** One element: what the chart holds, what each person is shown of it; on demand by which rule, or why not. */
export function ElementRows({ element, people, rules }: ElementRowsProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <tr className={styles["element"]}>
        <th scope="row">
          <button type="button" className={styles["why"]} aria-expanded={open} onClick={() => setOpen(!open)}>
            <span>{element.title}</span>
            <VisuallyHidden>, why</VisuallyHidden>
            <Icon name="help" size={12} />
          </button>
          <HeldValue element={element} />
        </th>
        {people.map(({ person }) => (
          <td key={person}>
            <Shown sight={sightOf(element, person)} element={element} />
          </td>
        ))}
      </tr>
      {open && <WhyRow element={element} people={people} rules={rules} />}
    </>
  );
}

/** The first value, or that it needs the patient's own authorization to be seen even here. */
function HeldValue({ element }: { readonly element: ComparedElement }) {
  const [sample] = element.samples;
  const more = element.heldBy - 1;
  return (
    <span className={styles["held"]}>
      {sample === undefined || sample.value === null
        ? "needs the patient’s authorization"
        : plainValue(sample.value)}
      {more > 0 && <span className={styles["more"]}> and {more} more</span>}
    </span>
  );
}

const FORMS: Readonly<Record<string, string>> = {
  mask: "masked",
  count: "counted",
  tokenize: "pseudonym",
  "generalize:year": "year only",
  "generalize:zip3": "3-digit ZIP only",
  "generalize:age-band": "age band only",
};

function Shown({ sight, element }: { readonly sight: Sight | undefined; readonly element: ComparedElement }) {
  if (sight === undefined || sight.shownOn === 0) {
    return (
      <>
        <span className={styles["withheld"]}>
          <Icon name="minus" size={12} /> withheld
        </span>
        {sight?.withheld != null && <span className={styles["brief"]}>{brieflyWhy(sight.withheld)}</span>}
      </>
    );
  }
  const value = sight.values.find((shown) => shown !== null);
  return (
    <span className={styles["shown"]}>
      {value === undefined || value === null ? "shown" : plainValue(value)}
      {sight.transform !== "keep" && <em className={styles["form"]}>{formOf(sight.transform)}</em>}
      {sight.shownOn < element.heldBy && (
        <span className={styles["more"]}>
          {" "}
          on {sight.shownOn} of {element.heldBy}
        </span>
      )}
    </span>
  );
}

function formOf(transform: string): string {
  return FORMS[transform] ?? transform;
}

function WhyRow({ element, people, rules }: ElementRowsProps) {
  return (
    <tr className={styles["reasons"]}>
      <th scope="row">
        <BreakableCode text={element.element} />
      </th>
      {people.map(({ person, purpose }) => (
        <td key={person}>
          <Why sight={sightOf(element, person)} rules={rules} purpose={purpose.id} />
        </td>
      ))}
    </tr>
  );
}

interface WhyProps {
  readonly sight: Sight | undefined;
  readonly rules: RulesById;
  readonly purpose: string;
}

function Why({ sight, rules, purpose }: WhyProps) {
  if (sight === undefined) return null;
  return (
    <div className={styles["reason"]}>
      <RulesTold rules={sight.rules.flatMap((id) => rules.get(id) ?? [])} purpose={purpose} />
      {sight.withheld !== null && <WhyNot withheld={sight.withheld} />}
    </div>
  );
}

function WhyNot({
  withheld: { title, rule, detail, next },
}: {
  readonly withheld: NonNullable<Sight["withheld"]>;
}) {
  return (
    <>
      <p>
        {capitalized(title)}.
        {rule !== null && (
          <>
            {" "}
            <BreakableCode text={rule} />
          </>
        )}
      </p>
      {detail !== "" && (
        <p>
          <CodedText text={`${capitalized(detail)}.`} />
        </p>
      )}
      <p className={styles["next"]}>{next}</p>
    </>
  );
}
