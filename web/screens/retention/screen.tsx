import { useState } from "react";
import { api, recordedAnswerOf } from "../../api/client.ts";
import { Button } from "../../ui/button/button.tsx";
import { TextField } from "../../ui/field/text-field.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { Outcome, useActing } from "../acting.tsx";
import { Answered } from "../answered.tsx";
import { ClassesTable } from "./classes-table.tsx";
import { MonthsPlot } from "./months-drawing.tsx";
import { MonthsTable } from "./months-table.tsx";
import { ProposeDialog } from "./propose-dialog.tsx";
import { counted, entriesOf, mayGo, type Month, type Schedule, type Tombstone } from "./retention.ts";
import { RetentionPage } from "./retention-page.tsx";
import styles from "./retention.module.css";
import { useMe, usePurges, useSchedule } from "./use-retention.ts";

const NO_STONES: readonly Tombstone[] = [];

/** How long what is documented is kept, and which months of the record are due: now, or on a day to come. */
export function Screen() {
  const [day, setDay] = useState<string | null>(null);
  const { rights } = useMe();
  const schedule = useSchedule(day);
  const purges = usePurges(rights.includes("read"));
  return (
    <RetentionPage
      tab="schedule"
      title="Retention"
      lead="What HIPAA asks to be documented is kept for six years. Nothing goes by itself: one person proposes, another confirms, and a legal hold stops both."
    >
      <Answered query={schedule} what="the schedule">
        {(known) => (
          <>
            <AsOf day={day} onDay={setDay} schedule={known} />
            <Panel title="Where the record is" plain>
              <MonthsPlot schedule={known} tombstones={purges.data?.tombstones ?? NO_STONES} />
            </Panel>
            <Months schedule={known} day={day} isBusy={schedule.isPlaceholderData} />
            <Panel title={known.title ?? "Schedule"} plain>
              <ClassesTable classes={known.classes} />
            </Panel>
          </>
        )}
      </Answered>
    </RetentionPage>
  );
}

interface AsOfProps {
  readonly day: string | null;
  readonly onDay: (day: string | null) => void;
  readonly schedule: Schedule;
}

function AsOf({ day, onDay, schedule: { months, timeZone } }: AsOfProps) {
  const due = months.filter(mayGo);
  const when = day === null ? "may be purged now" : `will be due when ${day} ends`;
  return (
    <div>
      <div className={styles["asOf"]}>
        <TextField
          label="What would be due at the end of"
          type="date"
          value={day ?? ""}
          onChange={(text) => onDay(/^\d{4}-\d{2}-\d{2}$/.test(text) ? text : null)}
        />
        {day !== null && (
          <Button kind="quiet" onPress={() => onDay(null)}>
            Back to now
          </Button>
        )}
      </div>
      <p role="status">
        <strong>{counted(due.length, "month", "months")}</strong> with{" "}
        {counted(entriesOf(due), "entry", "entries")} {when}. Days are counted in {timeZone}.
        {day !== null && " Holds and the tree are taken as they stand now."}
      </p>
    </div>
  );
}

interface MonthsProps {
  readonly schedule: Schedule;
  readonly day: string | null;
  readonly isBusy: boolean;
}

function Months({ schedule: { months, asOf }, day, isBusy }: MonthsProps) {
  const { rights } = useMe();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [isProposing, setProposing] = useState(false);
  const propose = useActing({
    act: (asked: { id: string; months: string[]; reason: string }) =>
      recordedAnswerOf(api.retention.purges.$post({ json: asked })),
    said: () => "Proposed: another person confirms it under Purges",
    onDone: () => {
      setProposing(false);
      setChosen(new Set());
    },
  });
  const due = months.filter(mayGo);
  const picked = due.filter(({ id }) => chosen.has(id));
  const mayPropose = rights.includes("administer") && day === null && due.length > 0;
  const choose = (ids: ReadonlySet<string>): void =>
    setChosen(new Set(due.flatMap(({ id }) => (ids.has(id) ? [id] : []))));
  const open = (): void => {
    propose.reset();
    setProposing(true);
  };
  return (
    <Panel
      title="Months"
      plain
      actions={mayPropose && <Propose picked={picked} isReady={picked.length > 0} onPress={open} />}
    >
      <Outcome done={propose.done} problem={isProposing ? null : propose.problem} />
      <MonthsTable
        months={months}
        asOf={asOf}
        isBusy={isBusy}
        {...(mayPropose ? { selected: new Set(picked.map(({ id }) => id)), onSelect: choose } : {})}
      />
      {isProposing && (
        <ProposeDialog
          months={picked}
          isBusy={propose.isPending}
          problem={propose.problem}
          onClose={() => setProposing(false)}
          onPropose={propose.mutate}
        />
      )}
    </Panel>
  );
}

interface ProposeProps {
  readonly picked: readonly Month[];
  readonly isReady: boolean;
  readonly onPress: () => void;
}

function Propose({ picked, isReady, onPress }: ProposeProps) {
  return (
    <>
      <span className={styles["soft"]}>
        {isReady
          ? `${counted(picked.length, "month", "months")} chosen`
          : "Choose months that may be purged, then propose."}
      </span>
      <Button isDisabled={!isReady} onPress={onPress}>
        Propose a purge
      </Button>
    </>
  );
}
