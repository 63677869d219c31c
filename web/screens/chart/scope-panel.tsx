import { type ReactNode, useId } from "react";
import { useSession } from "../../api/session-context.tsx";
import { cx } from "../../ui/class-names.ts";
import { Disclosure } from "../../ui/layout/disclosure.tsx";
import { TimeText } from "../../ui/text/time-text.tsx";
import styles from "./chart.module.css";
import { ChangePurpose } from "./denied.tsx";
import { durationText, type Scope, windowText } from "./scope.ts";
import { ScopeDetails } from "./scope-details.tsx";

interface ScopePanelProps {
  readonly scope: Scope;
  /** A line for each part, where a chart is what one looks at. */
  readonly brief?: boolean;
}

/** The five parts of what one may see: records, fields, period, purpose, system. */
export function ScopePanel({ scope, brief = false }: ScopePanelProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={styles["scope"]}>
      <h2 id={id} className={styles["hidden"]}>
        What you may see
      </h2>
      <div className={cx(styles["parts"], brief && styles["brief"])}>
        <PurposePart scope={scope} />
        <RecordsPart scope={scope} />
        <FieldsPart scope={scope} />
        <PeriodPart scope={scope} />
        <Part title="System" main={scope.system}>
          <p>through the {scope.channel === "api" ? "API" : scope.channel}</p>
        </Part>
      </div>
      <Disclosure summary="All of it: relations, fields, what stays out">
        <ScopeDetails scope={scope} />
      </Disclosure>
    </section>
  );
}

interface PartProps {
  readonly title: string;
  readonly main: ReactNode;
  readonly children?: ReactNode;
}

function Part({ title, main, children }: PartProps) {
  return (
    <div className={styles["part"]}>
      <h3>{title}</h3>
      <p className={styles["main"]}>{main}</p>
      {children}
    </div>
  );
}

function PurposePart({ scope }: { readonly scope: Scope }) {
  const { caseId } = useSession();
  // A declared code can stand for several purposes of ours; each is said.
  const [first, ...others] = scope.purposes
    .filter(({ id }) => id === scope.declared)
    .concat(scope.purposes.filter(({ id }) => id !== scope.declared));
  if (first === undefined) return <Part title="Purpose" main="none" />;
  return (
    <Part title="Purpose" main={first.title}>
      <p>{first.why}</p>
      {first.reminder !== null && (
        <p>
          <strong>Remember:</strong> {first.reminder}
        </p>
      )}
      {first.notThisIf !== null && (
        <p>
          <strong>Not this if:</strong> {first.notThisIf}
        </p>
      )}
      {others.length > 0 && <p>With it: {others.map(({ title }) => title).join(", ")}.</p>}
      {caseId !== null && (
        <p>
          Case <code>{caseId}</code>
        </p>
      )}
      <ChangePurpose />
    </Part>
  );
}

function RecordsPart({ scope: { records, patients } }: { readonly scope: Scope }) {
  const reaching = records.filter(({ kind }) => kind !== "directory");
  return (
    <Part
      title="Records"
      main={patients === 1 ? "1 patient" : `${patients.toLocaleString("en-US")} patients`}
    >
      {reaching.map((relation) => (
        <p key={relation.relation}>
          {relation.title}
          {windowText(relation) !== "" && `: ${windowText(relation)}`}
        </p>
      ))}
    </Part>
  );
}

function FieldsPart({ scope }: { readonly scope: Scope }) {
  const shown = scope.fields.flatMap((group) => group.shown);
  const kinds = scope.types.filter(({ directory }) => !directory).length;
  const changed = shown.filter(({ transform }) => transform !== "keep").length;
  return (
    <Part title="Fields" main={`${shown.length} elements`}>
      <p>in {kinds} kinds of record of a chart</p>
      {changed > 0 && <p>{changed} of them masked or made coarser</p>}
      {scope.segmentsLeftOut.length > 0 && <p>{scope.segmentsLeftOut.length} sensitive segments stay out</p>}
    </Part>
  );
}

function PeriodPart({ scope: { period } }: { readonly scope: Scope }) {
  return (
    <Part
      title="Period"
      main={period.ends === null ? "Standing" : <TimeText at={period.ends} form="absolute" />}
    >
      {period.attested.map(({ role, every, by }) => (
        <p key={role}>
          attested every {durationText(every)} by the {by}
        </p>
      ))}
      {period.asked !== null && (
        <p>
          what you ask for lasts {durationText(period.asked.default)}, {durationText(period.asked.max)} at
          most
        </p>
      )}
    </Part>
  );
}
