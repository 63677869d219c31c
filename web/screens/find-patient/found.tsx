import { useEffect, useRef } from "react";
import { Button } from "../../ui/button/button.tsx";
import { DescriptionList } from "../../ui/layout/description-list.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { EmptyState } from "../../ui/state/empty-state.tsx";
import styles from "./find-patient.module.css";
import type { LocatedPatient, LookupKey } from "./lookup.ts";

interface FoundPatientProps {
  readonly patient: LocatedPatient;
  readonly onAgain: () => void;
}

/** What the right to look up shows of the one patient, and what it does not do. */
export function FoundPatient({ patient: { name, mrn, birthDate }, onAgain }: FoundPatientProps) {
  const result = useRef<HTMLDivElement>(null);
  useEffect(() => result.current?.focus(), []);
  return (
    <div
      ref={result}
      tabIndex={-1}
      className={styles["found"]}
      aria-label="The patient who was found"
      role="group"
    >
      <Panel title="Confirm two identifiers, quietly">
        <DescriptionList
          items={[
            { term: "Name", value: name ?? "not shown to you" },
            { term: "Record number", value: mrn ?? "not shown to you" },
            { term: "Birth date", value: birthDate ?? "not shown to you" },
          ]}
        />
        <p className={styles["soft"]}>
          This finds the patient and opens nothing else: the chart stays closed until a visit is booked.
        </p>
        <div>
          <Button icon="search" onPress={onAgain}>
            Find another patient
          </Button>
        </div>
      </Panel>
    </div>
  );
}

/** Nobody, several, and somebody one may not be shown are told alike. */
export function NobodyFound({ asked }: { readonly asked: LookupKey }) {
  const byNumber = "mrn" in asked;
  return (
    <EmptyState
      state={{
        kind: "none-yet",
        title: byNumber
          ? "Nobody was found by this number"
          : "Nobody alone was found by this name and birth date",
        text: `${byNumber ? "Read the number again, or ask for name and birth date." : "Ask for the spelling or the record number, and try again."} Each lookup that finds nobody counts: too many within an hour lock looking up until the privacy officer unlocks it.`,
      }}
    />
  );
}
