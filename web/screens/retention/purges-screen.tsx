import { useContext, useState } from "react";
import { api, recordedAnswerOf } from "../../api/client.ts";
import { TextLink } from "../../ui/button/button.tsx";
import { ProgressRow } from "../../ui/state/progress-row.tsx";
import { TimeContext } from "../../ui/text/time-text.tsx";
import { DataTable } from "../../ui/table/data-table.tsx";
import { ActDialog, Outcome, TypedDialog, useActing } from "../acting.tsx";
import { useActBesideName } from "../act-beside-name.ts";
import { Answered } from "../answered.tsx";
import { Going } from "./going.tsx";
import { columnsFor, type PurgeAct } from "./purge-columns.tsx";
import { counted, entriesOf, mayGo, type Month, type Purge } from "./retention.ts";
import { RetentionPage } from "./retention-page.tsx";
import { useMe, usePurges, useSchedule } from "./use-retention.ts";

interface Asked {
  readonly purge: Purge;
  readonly act: PurgeAct;
}

/** What was proposed to go: confirmed by another person, or withdrawn by either. */
export function Screen() {
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = (): void => setAsked(null);
  const me = useMe();
  const purges = usePurges();
  const months = useSchedule(null).data?.months ?? null;
  const { withdraw, confirm } = useDeciding(close);
  const ask = (purge: Purge, act: PurgeAct): void => {
    withdraw.reset();
    confirm.reset();
    setAsked({ purge, act });
  };
  const columns = useActBesideName(columnsFor(me, ask), "next");
  const last = confirm.done === null && confirm.problem === null ? withdraw : confirm;
  return (
    <RetentionPage
      tab="purges"
      title="Purges"
      lead="What one person proposed goes when another confirms it. It is judged anew then: a hold that was placed meanwhile stops it."
    >
      {asked === null && <Outcome done={last.done} problem={last.problem} />}
      <Answered query={purges} what="the purges">
        {(known) => (
          <DataTable
            label="Purges"
            columns={columns}
            rows={known.purges}
            rowKey={({ id }) => id}
            csvName="purges"
            empty={{
              kind: "none-yet",
              title: "Nothing was proposed yet",
              text: (
                <>
                  Months that may go are chosen under{" "}
                  <TextLink href="/retention">Schedule and months</TextLink>.
                </>
              ),
            }}
          />
        )}
      </Answered>
      {asked !== null && (
        <DecideDialog {...asked} months={months} withdraw={withdraw} confirm={confirm} onClose={close} />
      )}
    </RetentionPage>
  );
}

function useDeciding(onDone: () => void) {
  const withdraw = useActing({
    act: (id: string) => recordedAnswerOf(api.retention.purges[":id"].withdraw.$post({ param: { id } })),
    said: () => "Withdrawn: nothing went",
    onDone,
  });
  const confirm = useActing({
    act: ({ id }: { readonly id: string; readonly startedAt: string }) =>
      recordedAnswerOf(api.retention.purges[":id"].confirm.$post({ param: { id } })),
    said: ({ tombstones }) =>
      `Purged: ${tombstones.map(({ month }) => month.id).join(", ")}, ${counted(entriesOf(tombstones.map(({ month }) => month)), "entry", "entries")}`,
    onDone,
  });
  return { withdraw, confirm };
}

interface DecideDialogProps extends Asked, ReturnType<typeof useDeciding> {
  readonly months: readonly Month[] | null;
  readonly onClose: () => void;
}

function DecideDialog({ purge, act, months, withdraw, confirm, onClose }: DecideDialogProps) {
  const { now } = useContext(TimeContext);
  if (act === "withdraw")
    return (
      <ActDialog
        title="Withdraw this purge?"
        button="Withdraw it"
        isBusy={withdraw.isPending}
        problem={withdraw.problem}
        onClose={onClose}
        onAct={() => withdraw.mutate(purge.id)}
      >
        <p>Nothing goes. To have these months go after all, propose them anew.</p>
      </ActDialog>
    );
  return (
    <TypedDialog
      wide
      word="PURGE"
      title="Confirm this purge?"
      button="Purge for good"
      isBusy={confirm.isPending}
      problem={confirm.problem}
      onClose={onClose}
      onAct={() => confirm.mutate({ id: purge.id, startedAt: new Date(now()).toISOString() })}
    >
      <ToConfirm purge={purge} months={months} />
      {confirm.isPending && confirm.variables !== undefined && (
        <ProgressRow
          progress={{
            title: "Purging",
            step: "months gone",
            done: 0,
            total: purge.months.length,
            startedAt: confirm.variables.startedAt,
            state: "running",
          }}
        />
      )}
    </TypedDialog>
  );
}

function ToConfirm({ purge, months }: { readonly purge: Purge; readonly months: readonly Month[] | null }) {
  if (months === null) return <p>Reading what would go…</p>;
  const found = months.filter(({ id }) => purge.months.includes(id));
  const missing = purge.months.filter((id) => !found.some((month) => month.id === id));
  return (
    <>
      <p>
        These entries are deleted from the database and from sealed files, and nothing brings them back here.
        What stays: a tombstone, the leaves of the tree, and every proof. Backups made before keep the entries
        until they are replaced.
      </p>
      <Going months={found} />
      {missing.length > 0 && <p>No longer in the record: {missing.join(", ")}.</p>}
      {!found.every(mayGo) && <p role="alert">One of these months is kept now. Confirming is refused.</p>}
      <p>
        {purge.proposed.by} proposed it: {purge.proposed.reason}
      </p>
    </>
  );
}
