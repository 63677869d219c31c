import { useState } from "react";
import { api, recordedAnswerOf } from "../../api/client.ts";
import { Button } from "../../ui/button/button.tsx";
import { Select } from "../../ui/field/select.tsx";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import { ProgressRow } from "../../ui/state/progress-row.tsx";
import { DataTable } from "../../ui/table/data-table.tsx";
import { ActDialog, Outcome, useActing } from "../acting.tsx";
import { useActBesideName } from "../act-beside-name.ts";
import { Answered } from "../answered.tsx";
import { ApproveDialog } from "./approve-dialog.tsx";
import { columnsFor, type ShreddingAct } from "./columns.tsx";
import { DetailDialog } from "./detail-dialog.tsx";
import { ProposeDialog } from "./propose-dialog.tsx";
import { isUnderWay, type NewShredding, type Shredding, type State, STATES, stepOf } from "./shredding.ts";
import { useMe, useShreddings } from "./use-shreddings.ts";

type Asked =
  | { readonly act: "propose" }
  | { readonly act: ShreddingAct | "detail"; readonly shredding: Shredding };

const STATE_IDS = Object.keys(STATES) as State[];
const ANY = "any";

/** Keys of patients that are to be destroyed, or were: by two people, never by one. */
export function Screen() {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [state, setState] = useState<State | null>(null);
  const [isWatching, setWatching] = useState(false);
  const close = (): void => setAsked(null);
  const me = useMe();
  const query = useShreddings(state, isWatching);
  const rows = query.data?.shreddings ?? [];
  const working = rows.filter(isUnderWay);
  if (working.length > 0 !== isWatching) setWatching(working.length > 0);
  const acts = useActs(close);
  const ask = (wanted: Asked): void => {
    acts.reset();
    setAsked(wanted);
  };
  const columns = useColumns(me, ask);
  return (
    <Page>
      <PageHeader
        title="Destroyed keys"
        lead="What is about a patient is sealed under a key of their own. Destroying it makes all of that unreadable at once, in tables, files and backups, while every proof stays. It takes two people in two roles, and waits for retention, legal holds and the accounting of disclosures."
        actions={
          me.rights.includes("administer") && (
            <Button kind="primary" onPress={() => ask({ act: "propose" })}>
              Propose to destroy a key
            </Button>
          )
        }
      />
      {asked === null && <Outcome done={acts.last.done} problem={acts.last.problem} />}
      {working.map((shredding) => (
        <Working key={shredding.id} shredding={shredding} />
      ))}
      <Answered query={query} what="the register">
        {({ shreddings }) => (
          <DataTable
            label="Destroyed keys"
            columns={columns}
            rows={shreddings}
            rowKey={({ id }) => id}
            onOpen={(shredding) => ask({ act: "detail", shredding })}
            isBusy={query.isPlaceholderData}
            filters={<StateFilter state={state} onState={setState} />}
            empty={
              state === null
                ? {
                    kind: "none-yet",
                    title: "No key was destroyed yet",
                    text: "A key is destroyed when nothing needs what it opens any more: after retention, without a hold.",
                  }
                : { kind: "no-match", what: "keys", onClear: () => setState(null) }
            }
          />
        )}
      </Answered>
      <Dialogs asked={asked} acts={acts} onClose={close} />
    </Page>
  );
}

function useColumns(me: ReturnType<typeof useMe>, ask: (wanted: Asked) => void) {
  const columns = columnsFor({ me, ask: (shredding, act) => ask({ act, shredding }) });
  return useActBesideName(columns, "next");
}

function useActs(onDone: () => void) {
  const param = (id: string) => ({ param: { id } });
  const propose = useActing({
    act: (json: NewShredding) => recordedAnswerOf(api.shreddings.$post({ json })),
    said: () => "Proposed: a second person in another role approves it",
    onDone,
  });
  const approve = useActing({
    act: (id: string) => recordedAnswerOf(api.shreddings[":id"].approve.$post(param(id))),
    said: () => "Approved: the key is being destroyed",
    onDone,
  });
  const withdraw = useActing({
    act: (id: string) => recordedAnswerOf(api.shreddings[":id"].withdraw.$post(param(id))),
    said: () => "Withdrawn: nothing was destroyed",
    onDone,
  });
  const all = [propose, approve, withdraw];
  return {
    propose,
    approve,
    withdraw,
    last: all.find(({ done, problem }) => done !== null || problem !== null) ?? propose,
    reset: () => {
      for (const act of all) act.reset();
    },
  };
}

interface DialogsProps {
  readonly asked: Asked | null;
  readonly acts: ReturnType<typeof useActs>;
  readonly onClose: () => void;
}

function Dialogs({ asked, acts: { propose, approve, withdraw }, onClose }: DialogsProps) {
  if (asked === null) return null;
  if (asked.act === "propose") {
    const { isPending, problem, mutate } = propose;
    return <ProposeDialog isBusy={isPending} problem={problem} onClose={onClose} onPropose={mutate} />;
  }
  const { act, shredding } = asked;
  if (act === "detail") return <DetailDialog shredding={shredding} onClose={onClose} />;
  const doing = act === "approve" ? approve : withdraw;
  const given = {
    isBusy: doing.isPending,
    problem: doing.problem,
    onClose,
    onAct: () => doing.mutate(shredding.id),
  };
  if (act === "approve") return <ApproveDialog shredding={shredding} {...given} />;
  return (
    <ActDialog title="Withdraw this proposal?" button="Withdraw it" {...given}>
      <p>Nothing is destroyed. If it still is to be done, it is proposed anew.</p>
    </ActDialog>
  );
}

function Working({ shredding }: { readonly shredding: Shredding }) {
  const step = stepOf(shredding);
  if (step === null || shredding.decided === null) return null;
  return (
    <ProgressRow
      progress={{
        title: "Destroying a key",
        ...step,
        total: 2,
        startedAt: shredding.decided.at,
        state: "running",
      }}
    />
  );
}

interface StateFilterProps {
  readonly state: State | null;
  readonly onState: (state: State | null) => void;
}

function StateFilter({ state, onState }: StateFilterProps) {
  return (
    <Select
      label="Standing"
      options={[{ id: ANY, label: "Any" }, ...STATE_IDS.map((id) => ({ id, label: STATES[id].text }))]}
      value={state ?? ANY}
      onChange={(chosen) => onState(STATE_IDS.find((id) => id === chosen) ?? null)}
    />
  );
}
