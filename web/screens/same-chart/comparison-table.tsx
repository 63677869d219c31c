import { useState } from "react";
import { Select } from "../../ui/field/select.tsx";
import { useNarrow } from "../../ui/layout/use-narrow.ts";
import { type ComparedPerson, type Comparison, differs, type Section } from "./comparison.ts";
import { PersonHead } from "./person-head.tsx";
import styles from "./same-chart.module.css";
import { SectionRows } from "./section-rows.tsx";

/** Kinds of record that stand open at first: one that shows identity, one that shows illness. */
const OPEN_AT_FIRST = ["Patient", "Condition"];

interface ComparisonTableProps {
  readonly comparison: Comparison;
  readonly onlyDifferences: boolean;
}

/** The chart in rows, the people in columns; where there is no room for five, one at a time. */
export function ComparisonTable({ comparison, onlyDifferences }: ComparisonTableProps) {
  const { people } = comparison;
  const narrow = useNarrow();
  const [chosen, setChosen] = useState(people[0]?.person ?? "");
  const shown = narrow ? people.filter(({ person }) => person === chosen) : people;
  return (
    <>
      {narrow && <PersonChoice people={people} chosen={chosen} onChoose={setChosen} />}
      <div className={styles["scroll"]} role="region" aria-label="The comparison" tabIndex={0}>
        <table className={styles["table"]}>
          <thead>
            <tr>
              <th scope="col">In the chart</th>
              {shown.map((person) => (
                <th key={person.person} scope="col">
                  <PersonHead person={person} patient={comparison.patient.id} />
                </th>
              ))}
            </tr>
          </thead>
          {sectionsOf(comparison, onlyDifferences).map((section) => (
            <SectionRows
              key={section.type}
              section={section}
              people={shown}
              openAtFirst={OPEN_AT_FIRST.includes(section.type)}
            />
          ))}
        </table>
      </div>
    </>
  );
}

function sectionsOf({ sections }: Comparison, onlyDifferences: boolean): readonly Section[] {
  if (!onlyDifferences) return sections;
  return sections
    .map((section) => ({ ...section, elements: section.elements.filter(differs) }))
    .filter(({ elements }) => elements.length > 0);
}

interface PersonChoiceProps {
  readonly people: readonly ComparedPerson[];
  readonly chosen: string;
  readonly onChoose: (person: string) => void;
}

function PersonChoice({ people, chosen, onChoose }: PersonChoiceProps) {
  return (
    <Select
      label="Through the eyes of"
      options={people.map(({ person, displayName, roles }) => ({
        id: person,
        label: `${roles[0]?.title ?? ""} (${displayName})`,
      }))}
      value={chosen}
      onChange={onChoose}
    />
  );
}
