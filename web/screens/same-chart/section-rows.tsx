import { useState } from "react";
import { recordKind } from "../../api/record-kinds.ts";
import { Icon } from "../../ui/text/icon.tsx";
import { byTelling, type ComparedPerson, type Section, shownIn } from "./comparison.ts";
import { ElementRows } from "./element-rows.tsx";
import { Share } from "./share.tsx";
import styles from "./same-chart.module.css";

interface SectionRowsProps {
  readonly section: Section;
  readonly people: readonly ComparedPerson[];
  readonly openAtFirst: boolean;
}

/** One kind of record: how much of it each person is shown, and on demand every element. */
export function SectionRows({ section, people, openAtFirst }: SectionRowsProps) {
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
        {people.map(({ person }) => (
          <td key={person}>
            <Share shown={shownIn(section, person)} of={section.elements.length} />
          </td>
        ))}
      </tr>
      {open &&
        byTelling(section.elements).map((element) => (
          <ElementRows key={element.element} element={element} people={people} />
        ))}
    </tbody>
  );
}
