import { useState } from "react";
import type { FhirResource } from "../../api/fhir.ts";
import { recordKind } from "../../api/record-kinds.ts";
import { Icon } from "../../ui/text/icon.tsx";
import styles from "./chart.module.css";
import { type ElementRow, headlineOf, rowsOf } from "./record-rows.ts";
import { elementTitles, type Scope, type TypeScope } from "./scope.ts";
import { WhyButton } from "./why.tsx";
import { MASKED } from "./words.ts";

interface RecordEntryProps {
  readonly record: FhirResource;
  readonly type: TypeScope;
  readonly scope: Scope;
  readonly openAtFirst: boolean;
}

/** One record: a line that says what it is, and on demand every element with why it is shown. */
export function RecordEntry({ record, type, scope, openAtFirst }: RecordEntryProps) {
  const [open, setOpen] = useState(openAtFirst);
  const { name, value, date } = headlineOf(record);
  // The page's heading already says who the patient is.
  const isPatient = type.type === "Patient";
  return (
    <li className={styles["record"]}>
      {!isPatient && (
        <button
          type="button"
          className={styles["headline"]}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <Icon name="chevronRight" size={12} />
          <span className={styles["name"]}>{name || recordKind(type.type)}</span>
          {value !== "" && <span>{value}</span>}
          <span className={styles["date"]}>{date}</span>
        </button>
      )}
      {(open || isPatient) && <Rows record={record} type={type} scope={scope} />}
    </li>
  );
}

function Rows({ record, type, scope }: Omit<RecordEntryProps, "openAtFirst">) {
  const titles = elementTitles(scope);
  return (
    <dl className={styles["rows"]}>
      {rowsOf(record, type.members).map((row) => (
        <Row
          key={row.elements.join(" ")}
          row={row}
          title={row.elements.map((element) => titles.get(element) ?? element).join(", ")}
          resource={`${record.resourceType}/${record.id ?? ""}`}
          scope={scope}
        />
      ))}
    </dl>
  );
}

interface RowProps {
  readonly row: ElementRow;
  readonly title: string;
  readonly resource: string;
  readonly scope: Scope;
}

function Row({ row, title, resource, scope }: RowProps) {
  const several = new Set(row.values.map(({ member }) => member)).size > 1;
  return (
    <>
      <dt>
        {title} <WhyButton title={title} elements={row.elements} resource={resource} scope={scope} />
      </dt>
      <dd>
        {row.values.map(({ member, words }, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- items of one list have no other identity, and never move
          <span key={at} className={words.length > 120 ? styles["long"] : styles["value"]}>
            {several && <span className={styles["member"]}>{member}</span>}
            {words === MASKED ? <em className={styles["masked"]}>masked</em> : words}
          </span>
        ))}
      </dd>
    </>
  );
}
