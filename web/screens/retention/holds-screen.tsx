import { useState } from "react";
import { api, recordedAnswerOf } from "../../api/client.ts";
import { Badge } from "../../ui/badge/badge.tsx";
import { Button } from "../../ui/button/button.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { DataTable } from "../../ui/table/data-table.tsx";
import { TimeText } from "../../ui/text/time-text.tsx";
import { dayText } from "../../ui/text/time.ts";
import { Outcome, ReasonDialog, useActing } from "../acting.tsx";
import { useActBesideName } from "../act-beside-name.ts";
import { Answered } from "../answered.tsx";
import { HoldForm } from "./hold-form.tsx";
import { counted, entriesOf, heldBy, type Hold, type HoldScope, type Month } from "./retention.ts";
import { RetentionPage } from "./retention-page.tsx";
import styles from "./retention.module.css";
import { useHolds, useMe, useSchedule } from "./use-retention.ts";

/** Legal holds: what each keeps, who placed it and why, what it blocks, and its end. */
export function Screen() {
  const [asked, setAsked] = useState<Hold | "new" | null>(null);
  const close = (): void => setAsked(null);
  const { rights } = useMe();
  const holds = useHolds();
  const months = useSchedule(null).data?.months ?? null;
  const { place, release } = useHolding(close);
  const ask = (wanted: Hold | "new"): void => {
    place.reset();
    release.reset();
    setAsked(wanted);
  };
  const mayHold = rights.includes("administer");
  const columns = useActBesideName(columnsFor(months, mayHold ? ask : null), "released");
  const last = place.done === null && place.problem === null ? release : place;
  return (
    <RetentionPage
      tab="holds"
      title="Legal holds"
      lead="What a hold concerns is neither purged nor made unreadable, however old, until somebody releases it. Whom it is about and why is sealed."
      actions={
        mayHold && (
          <Button kind="primary" onPress={() => ask("new")}>
            Place a hold
          </Button>
        )
      }
    >
      {asked === null && <Outcome done={last.done} problem={last.problem} />}
      <Answered query={holds} what="the holds">
        {(known) => (
          <DataTable
            label="Legal holds"
            columns={columns}
            rows={known.holds}
            rowKey={({ id }) => id}
            empty={{
              kind: "none-yet",
              title: "No hold",
              text: "Nothing but the schedule keeps the record. Place a hold when a claim, a complaint or an investigation is to be expected.",
            }}
          />
        )}
      </Answered>
      {asked !== null && <HoldDialog asked={asked} place={place} release={release} onClose={close} />}
    </RetentionPage>
  );
}

function useHolding(onDone: () => void) {
  const place = useActing({
    act: (hold: { id: string; scope: HoldScope; reason: string }) =>
      recordedAnswerOf(api.retention.holds.$post({ json: hold })),
    said: () => "The hold is placed: it counts from now on",
    onDone,
  });
  const release = useActing({
    act: ({ id, reason }: { id: string; reason: string }) =>
      recordedAnswerOf(api.retention.holds[":id"].release.$post({ param: { id }, json: { reason } })),
    said: () => "The hold is released: what it alone kept may be proposed to go",
    onDone,
  });
  return { place, release };
}

interface HoldDialogProps extends ReturnType<typeof useHolding> {
  readonly asked: Hold | "new";
  readonly onClose: () => void;
}

function HoldDialog({ asked, place, release, onClose }: HoldDialogProps) {
  if (asked === "new")
    return (
      <HoldForm isBusy={place.isPending} problem={place.problem} onClose={onClose} onOpen={place.mutate} />
    );
  return (
    <ReasonDialog
      title="Release this hold?"
      button="Release it"
      isDanger
      label="Why it is released"
      hint="Kept sealed, with your name and the time."
      isBusy={release.isPending}
      problem={release.problem}
      onClose={onClose}
      onAct={(reason) => release.mutate({ id: asked.id, reason })}
    >
      <p>
        It keeps {scopeText(asked.scope)}. What no other hold and no schedule keeps may then be proposed to
        go. A released hold is not taken up again: place a new one.
      </p>
    </ReasonDialog>
  );
}

function columnsFor(
  months: readonly Month[] | null,
  onRelease: ((hold: Hold) => void) | null,
): readonly Column<Hold>[] {
  return [
    { id: "scope", title: "What it keeps", cell: ({ scope }) => scopeText(scope) },
    {
      id: "standing",
      title: "Standing",
      cell: ({ released }) =>
        released === null ? <Badge tone="caution">Holds</Badge> : <Badge>Released</Badge>,
    },
    { id: "blocks", title: "Blocks now", cell: (hold) => blocks(hold, months) },
    { id: "why", title: "Why", cell: ({ opened }) => opened.reason },
    { id: "opened", title: "Placed", cell: ({ opened }) => <Told {...opened} /> },
    {
      id: "released",
      title: "Released",
      cell: (hold) =>
        hold.released !== null ? (
          <>
            <Told {...hold.released} /> <span className={styles["soft"]}>{hold.released.reason}</span>
          </>
        ) : onRelease === null ? (
          "–"
        ) : (
          <Button
            size="small"
            aria-label={`Release the hold on ${scopeText(hold.scope)}`}
            onPress={() => onRelease(hold)}
          >
            Release
          </Button>
        ),
    },
    { id: "id", title: "Id", cell: ({ id }) => <code>{id}</code>, hidden: true },
  ];
}

function Told({ by, at }: { readonly by: string; readonly at: string }) {
  return (
    <>
      {by}, <TimeText at={at} />
    </>
  );
}

function scopeText(scope: Hold["scope"]): string {
  if (scope.kind === "patient") return `what is about the patient ${scope.patient}`;
  if (scope.kind === "person") return `what ${scope.person} did`;
  if (scope.kind === "period")
    return `${dayText(scope.from.slice(0, 10))} until before ${dayText(scope.until.slice(0, 10))} (UTC)`;
  return "the whole record";
}

/** Months of the record; what it keeps of a patient's key is told where one proposes to destroy it. */
function blocks(hold: Hold, months: readonly Month[] | null): string {
  if (hold.released !== null) return "nothing";
  if (months === null) return "not known yet";
  const held = heldBy(months, hold);
  if (held.length === 0) return "no month of the record";
  return `${counted(held.length, "month", "months")}, ${counted(entriesOf(held), "entry", "entries")}`;
}
