import { useState } from "react";
import { recordKind } from "../../api/record-kinds.ts";
import { Icon } from "../../ui/text/icon.tsx";
import { type ComparedPerson, type RulesById, type Section, shownIn, told } from "./comparison.ts";
import { ElementRows } from "./element-rows.tsx";
import { EntryWritten } from "./entry-written.tsx";
import { Share } from "./share.tsx";
import styles from "./same-chart.module.css";

interface SectionRowsProps {
  readonly section: Section;
  readonly people: readonly ComparedPerson[];
  readonly rules: RulesById;
  readonly openAtFirst: boolean;
}

/** One kind of record: how much of it each person is shown, and on demand every element. */
export function SectionRows({ section, people, rules, openAtFirst }: SectionRowsProps) {
  const [open, setOpen] = useState(openAtFirst);
  return (
    <tbody>
      <tr className={styles["section"]}>
        <th scope="row">
          <button
            type="button"
            className={styles["toggle"]}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <Icon name="chevronRight" />
            <span>{recordKind(section.type)}</span>
            <span className={styles["count"]}>
              {section.records === 1 ? "1 record" : `${section.records} records`}
            </span>
          </button>
        </th>
        {people.map((person) => (
          <td key={person.person}>
            <Share shown={shownIn(section, person.person)} of={section.elements.length} />
            <Written section={section} person={person} />
          </td>
        ))}
      </tr>
      {open && <Elements section={section} people={people} rules={rules} />}
    </tbody>
  );
}

function Written({ section, person }: { readonly section: Section; readonly person: ComparedPerson }) {
  const entry = person.entries.find(({ resourceType }) => resourceType === section.type);
  if (entry === undefined) return null;
  return (
    <span className={styles["written"]}>
      <EntryWritten entry={entry} person={person} text="Entry" />
    </span>
  );
}

/** What somebody is shown; what is kept from all takes a line until one asks for it. */
function Elements({ section, people, rules }: Omit<SectionRowsProps, "openAtFirst">) {
  const [all, setAll] = useState(false);
  const { shown, kept } = told(section.elements);
  const rows = all ? [...shown, ...kept] : shown;
  return (
    <>
      {rows.map((element) => (
        <ElementRows key={element.element} element={element} people={people} rules={rules} />
      ))}
      {kept.length > 0 && (
        <tr className={styles["kept"]}>
          <th scope="row" colSpan={people.length + 1}>
            <button type="button" className={styles["why"]} aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? "Show less" : `${kept.length} more withheld from everybody`}
            </button>
            {!all && <span className={styles["names"]}>{kept.map(({ title }) => title).join(", ")}</span>}
          </th>
        </tr>
      )}
    </>
  );
}
