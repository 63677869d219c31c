import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";
import { useState } from "react";
import { answerOf, api } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Button } from "../../ui/button/button.tsx";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import type { Column } from "../../ui/table/columns.ts";
import { DataTable } from "../../ui/table/data-table.tsx";
import { useAnnounce } from "../../ui/status/status-region.tsx";
import { TimeText } from "../../ui/text/time-text.tsx";
import { Answered, NotAnswered } from "../answered.tsx";
import { UnlockDialog } from "./unlock-dialog.tsx";

type Lock = InferResponseType<typeof api.locate.locks.$get, 200>["locks"][number];

function columnsOf(onUnlock: (lock: Lock) => void): readonly Column<Lock>[] {
  return [
    { id: "person", title: "Person", cell: ({ person }) => person, csv: ({ person }) => person },
    {
      id: "since",
      title: "Locked",
      cell: ({ lockedAt }) => <TimeText at={lockedAt} />,
      csv: ({ lockedAt }) => lockedAt,
    },
    {
      id: "misses",
      title: "Lookups in vain within the hour",
      align: "end",
      cell: ({ misses }) => misses,
      csv: ({ misses }) => misses,
    },
    {
      id: "unlock",
      title: "Decision",
      cell: (lock) => (
        <Button size="small" aria-label={`Unlock for ${lock.person}`} onPress={() => onUnlock(lock)}>
          Unlock
        </Button>
      ),
      csv: () => null,
    },
  ];
}

/** Whose right to look patients up is locked, and giving it back with a reason. */
export function Screen() {
  const query = useAnswer(["locate", "locks"], () => answerOf(api.locate.locks.$get()));
  const [chosen, setChosen] = useState<Lock | null>(null);
  const unlock = useUnlock(() => setChosen(null));
  return (
    <Page>
      <PageHeader
        title="Locked lookups"
        lead="Who looked patients up in vain more often within an hour than the organization allows. Look at their entries in the record first; who unlocked, when and why is kept."
      />
      {unlock.error !== null && (
        <NotAnswered problem={problemOf(unlock.error)} what="the lock" onRetry={() => unlock.reset()} />
      )}
      <Answered query={query} what="the locks">
        {({ locks }) => (
          <DataTable
            label="Locked lookups"
            columns={columnsOf(setChosen)}
            rows={locks}
            rowKey={({ id }) => id}
            empty={{
              kind: "none-yet",
              title: "Nobody is locked out",
              text: "A lock appears here, and in My work, when somebody misses too often.",
            }}
          />
        )}
      </Answered>
      {chosen !== null && (
        <UnlockDialog
          key={chosen.id}
          person={chosen.person}
          isBusy={unlock.isPending}
          onClose={() => setChosen(null)}
          onUnlock={(why) => unlock.mutate({ id: chosen.id, why })}
        />
      )}
    </Page>
  );
}

function useUnlock(onSettled: () => void) {
  const client = useQueryClient();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: ({ id, why }: { readonly id: string; readonly why: string }) =>
      answerOf(api.locate.locks[":id"].unlock.$post({ param: { id }, json: { why } })),
    onSuccess: () => announce("Unlocked"),
    onSettled: () => {
      onSettled();
      void client.invalidateQueries({ queryKey: ["answer"] });
    },
  });
}
