import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { answerOf, api } from "../../../api/client.ts";
import { problemOf } from "../../../api/problem.ts";
import { useAnswer, useOutdate } from "../../../api/use-answer.ts";
import { Badge } from "../../../ui/badge/badge.tsx";
import { Button } from "../../../ui/button/button.tsx";
import { Select } from "../../../ui/field/select.tsx";
import { TextField } from "../../../ui/field/text-field.tsx";
import type { Column } from "../../../ui/table/columns.ts";
import { DataTable } from "../../../ui/table/data-table.tsx";
import { Pager } from "../../../ui/table/pager.tsx";
import { TimeText } from "../../../ui/text/time-text.tsx";
import { Answered } from "../../answered.tsx";
import { StudioPage } from "../studio-page.tsx";
import { useAddress } from "../use-address.ts";
import { DRAFTS, type DraftSummary } from "./draft-calls.ts";
import styles from "./drafts.module.css";

const COLUMNS: readonly Column<DraftSummary>[] = [
  { id: "title", title: "Draft", cell: ({ title }) => title, csv: ({ title }) => title },
  { id: "status", title: "Status", cell: (draft) => <Status draft={draft} />, csv: ({ status }) => status },
  {
    id: "version",
    title: "Version",
    cell: ({ version }) => version,
    csv: ({ version }) => version,
    align: "end",
  },
  { id: "author", title: "Started by", cell: ({ author }) => author, csv: ({ author }) => author },
  {
    id: "changedBy",
    title: "Last change by",
    cell: ({ changedBy }) => changedBy,
    csv: ({ changedBy }) => changedBy,
  },
  {
    id: "changedAt",
    title: "At",
    cell: ({ changedAt }) => <TimeText at={changedAt} />,
    csv: ({ changedAt }) => changedAt,
  },
];

/** Changes to the policy that are being written beside it. */
export function Screen() {
  const [{ status = "open", after }] = useAddress();
  const asked = {
    limit: "50",
    ...(status === "all"
      ? {}
      : { status: status === "discarded" ? ("discarded" as const) : ("open" as const) }),
    ...(after === undefined ? {} : { after }),
  };
  const query = useAnswer([...DRAFTS, asked], () => answerOf(api.policy.drafts.$get({ query: asked })), {
    keepPrevious: true,
  });
  return (
    <StudioPage
      tab="drafts"
      title="Drafts"
      lead="Change the policy beside the one in force: see which cells, people and patients a change touches before anybody signs it."
    >
      {query.data !== undefined && <NewDraft />}
      <Answered query={query} what="the drafts">
        {(page) => <DraftTable {...page} />}
      </Answered>
    </StudioPage>
  );
}

interface DraftTableProps {
  readonly drafts: readonly DraftSummary[];
  readonly next: string | null;
}

function DraftTable({ drafts, next }: DraftTableProps) {
  const [{ status = "open", after }, change] = useAddress();
  const go = useNavigate();
  return (
    <DataTable
      label="Drafts"
      columns={COLUMNS}
      rows={drafts}
      rowKey={({ id }) => id}
      csvName="policy-drafts"
      onOpen={({ id }) => void go({ to: `/policy/drafts/${id}` })}
      filters={
        <Select
          label="Status"
          value={status}
          onChange={(id) => change({ status: id, after: null })}
          options={[
            { id: "open", label: "open" },
            { id: "discarded", label: "discarded" },
            { id: "all", label: "any" },
          ]}
        />
      }
      empty={
        status === "open"
          ? {
              kind: "none-yet",
              title: "No open drafts",
              text: "Name what you want to change, and start one above.",
            }
          : { kind: "no-match", what: "drafts", onClear: () => change({ status: null, after: null }) }
      }
      pager={
        (next !== null || after !== undefined) && (
          <Pager
            label={after === undefined ? "First page" : "Further page"}
            onPrevious={after === undefined ? undefined : () => change({ after: null })}
            onNext={next === null ? undefined : () => change({ after: next })}
          />
        )
      }
    />
  );
}

/** Whether a draft is open, discarded, and whether it still stands on the policy in force. */
export function Status({ draft: { status, onLive, policy } }: { readonly draft: DraftSummary }) {
  if (status === "discarded") return <Badge>Discarded</Badge>;
  if (policy === null)
    return (
      <Badge tone="deny" icon="warning">
        Does not compile
      </Badge>
    );
  if (!onLive)
    return (
      <Badge tone="caution" icon="warning">
        Behind the policy in force
      </Badge>
    );
  return <Badge tone="accent">Open</Badge>;
}

function NewDraft() {
  const go = useNavigate();
  const outdateList = useOutdate(DRAFTS);
  const [title, setTitle] = useState("");
  const [error, setError] = useState<string | undefined>(undefined);
  const start = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      const draft = await answerOf(api.policy.drafts.$post({ json: { title } }));
      await outdateList();
      await go({ to: `/policy/drafts/${draft.id}` });
    } catch (failure) {
      const { title: why, next } = problemOf(failure);
      setError(next === undefined ? why : `${why}: ${next}`);
    }
  };
  return (
    <form className={styles["new"]} onSubmit={(event) => void start(event)}>
      <TextField
        label="New draft: what is it for?"
        placeholder="Let billers see the administrative sex"
        value={title}
        onChange={setTitle}
        maxLength={120}
        error={error}
      />
      <Button type="submit" kind="primary" icon="plus" isDisabled={title.trim() === ""}>
        Start a draft
      </Button>
    </form>
  );
}
