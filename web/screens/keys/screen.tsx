import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answerOf, api } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { useSession } from "../../api/session-context.tsx";
import { useAnswer } from "../../api/use-answer.ts";
import { Badge } from "../../ui/badge/badge.tsx";
import { Button } from "../../ui/button/button.tsx";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { useAnnounce } from "../../ui/status/status-region.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { DataTable } from "../../ui/table/data-table.tsx";
import { TimeText } from "../../ui/text/time-text.tsx";
import { useActBesideName } from "../act-beside-name.ts";
import { Answered } from "../answered.tsx";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { type Act, actOn, type Key, STATES, underneath, USES, type Vault, VAULTS } from "./key.ts";
import { Operations } from "./operations.tsx";

interface Chosen {
  readonly key: Key;
  readonly act: Act;
}

/** The keys by their ids, for their custodian: who looks here reads nothing that they open. */
export function Screen() {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const close = (): void => setChosen(null);
  const doing = useDoing(close);
  const query = useAnswer(["keys"], () => answerOf(api.keys.$get()));
  const { session } = useSession();
  const act = (key: Key): Act | null => actOn(key, session.rights["key.ring"] ?? [], session.person?.id);
  const choose = (key: Key, wanted: Act): void => {
    doing.reset();
    setChosen({ key, act: wanted });
  };
  const columns = useActBesideName(columnsFor(act, choose), "act");
  return (
    <Page>
      <PageHeader
        title="Keys"
        lead="What is sealed opens with these. A rotation makes a new key and leaves the old one for reading; what can be sealed anew is, in the background, and nobody waits for it."
      />
      <Answered query={query} what="the keys">
        {({ vault, keys }) => (
          <>
            <VaultLine vault={vault} />
            <DataTable
              label="Keys"
              columns={columns}
              rows={keys}
              rowKey={({ id }) => id}
              csvName="keys"
              empty={{
                kind: "none-yet",
                title: "No key yet",
                text: "The first start makes one for each use.",
              }}
            />
            <Panel title="What was done with keys" plain>
              <Operations />
            </Panel>
          </>
        )}
      </Answered>
      {chosen !== null && (
        <ConfirmDialog
          of={chosen.key}
          act={chosen.act}
          problem={doing.error === null ? null : problemOf(doing.error)}
          isBusy={doing.isPending}
          onClose={close}
          onConfirm={() => doing.mutate(chosen)}
        />
      )}
    </Page>
  );
}

function VaultLine({ vault }: { readonly vault: Vault }) {
  return (
    <p>
      The root key lies in {VAULTS[vault.kind]} ({vault.name}).{" "}
      <Badge tone={vault.ok ? "permit" : "deny"}>{vault.ok ? "It answers" : "It does not answer"}</Badge>{" "}
      {vault.detail}
    </p>
  );
}

const ACTS: Readonly<Record<Act, string>> = {
  rotate: "Rotate",
  propose: "Propose to destroy",
  approve: "Approve the end",
};

function columnsFor(
  act: (key: Key) => Act | null,
  choose: (key: Key, act: Act) => void,
): readonly Column<Key>[] {
  return [
    { id: "id", title: "Key", cell: ({ id }) => <code>{id}</code>, csv: ({ id }) => id },
    { id: "use", title: "What it does", cell: ({ use }) => USES[use], csv: ({ use }) => use },
    {
      id: "state",
      title: "Standing",
      cell: ({ state, proposal }) => (
        <>
          <Badge tone={STATES[state].tone}>{STATES[state].text}</Badge>
          {proposal !== null && state === "retired" && ` to be destroyed, says ${proposal.person}`}
        </>
      ),
      csv: ({ state }) => state,
    },
    {
      id: "made",
      title: "Made",
      cell: ({ madeAt }) => <TimeText at={madeAt} />,
      csv: ({ madeAt }) => madeAt,
    },
    { id: "seals", title: "Under it", cell: underneath, csv: underneath },
    {
      id: "act",
      title: "Next",
      cell: (key) => {
        const next = act(key);
        return next === null ? (
          "–"
        ) : (
          <Button size="small" aria-label={`${ACTS[next]}: ${key.id}`} onPress={() => choose(key, next)}>
            {ACTS[next]}
          </Button>
        );
      },
      csv: () => null,
    },
  ];
}

function useDoing(onDone: () => void) {
  const client = useQueryClient();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: ({ key, act }: Chosen) => {
      const param = { id: key.id };
      if (act === "rotate") return answerOf(api.keys.rotate.$post({ json: { use: key.use } }));
      if (act === "propose") return answerOf(api.keys[":id"]["propose-destroy"].$post({ param }));
      return answerOf(api.keys[":id"]["approve-destroy"].$post({ param }));
    },
    onSuccess: () => {
      announce("Done, and in the record");
      onDone();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["answer"] }),
  });
}
