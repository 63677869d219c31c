import { useMemo, useState } from "react";
import { useNarrow } from "../../ui/layout/use-narrow.ts";
import { Tabs } from "../../ui/tabs/tabs.tsx";
import { type ComparedPerson, type Comparison, differs, firstName, type Section } from "./comparison.ts";
import { PersonAsked, PersonHead } from "./person-head.tsx";
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
  const [chosen, setChosen] = useState(people[0]?.person ?? "");
  if (!useNarrow())
    return <Table comparison={comparison} people={people} onlyDifferences={onlyDifferences} />;
  return (
    <Tabs
      label="Through the eyes of"
      tabs={people.map(({ person, displayName }) => ({ id: person, label: firstName(displayName) }))}
      selected={chosen}
      onSelect={setChosen}
    >
      <Table
        comparison={comparison}
        people={people.filter(({ person }) => person === chosen)}
        onlyDifferences={onlyDifferences}
      />
    </Tabs>
  );
}

interface TableProps extends ComparisonTableProps {
  readonly people: readonly ComparedPerson[];
}

function Table({ comparison, people, onlyDifferences }: TableProps) {
  const rules = useMemo(() => new Map(comparison.rules.map((rule) => [rule.id, rule])), [comparison]);
  return (
    <table className={styles["table"]} aria-label="The comparison">
      <thead>
        <tr>
          <th scope="col">In the chart</th>
          {people.map((person) => (
            <th key={person.person} scope="col">
              <PersonHead person={person} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">Asked just now for</th>
          {people.map((person) => (
            <td key={person.person}>
              <PersonAsked person={person} patient={comparison.patient.id} />
            </td>
          ))}
        </tr>
      </tbody>
      {sectionsOf(comparison, onlyDifferences).map((section) => (
        <SectionRows
          key={section.type}
          section={section}
          people={people}
          rules={rules}
          openAtFirst={OPEN_AT_FIRST.includes(section.type)}
        />
      ))}
    </table>
  );
}

function sectionsOf({ sections }: Comparison, onlyDifferences: boolean): readonly Section[] {
  if (!onlyDifferences) return sections;
  return sections
    .map((section) => ({ ...section, elements: section.elements.filter(differs) }))
    .filter(({ elements }) => elements.length > 0);
}
