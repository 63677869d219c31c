import { useMutation } from "@tanstack/react-query";
import { problemOf } from "../../api/problem.ts";
import { Button } from "../../ui/button/button.tsx";
import { useAnnounce } from "../../ui/status/status-region.tsx";
import { DataTable } from "../../ui/table/data-table.tsx";
import { Answered, NotAnswered } from "../answered.tsx";
import { checkTombstones, type Checks } from "./check-tombstones.ts";
import { RetentionPage } from "./retention-page.tsx";
import styles from "./retention.module.css";
import type { Tombstone } from "./retention.ts";
import { columnsFor } from "./tombstone-columns.tsx";
import { usePurges } from "./use-retention.ts";

/** What went, when, by whom and under which rule; and the proof that the tree of today begins with the tree of then. */
export function Screen() {
  const purges = usePurges();
  const announce = useAnnounce();
  const check = useMutation({
    mutationFn: (stones: readonly Tombstone[]) => checkTombstones(stones),
    onSuccess: ({ ok }) => announce(ok ? "Every tombstone was proven" : "A tombstone was not proven"),
  });
  const stones = purges.data?.tombstones ?? [];
  return (
    <RetentionPage
      tab="tombstones"
      title="Tombstones"
      lead="A purge leaves a tombstone for each month: which entries, under which rule, by which two people, and the signed checkpoint of the time."
      actions={
        stones.length > 0 && (
          <Button isPending={check.isPending} onPress={() => check.mutate(stones)}>
            {check.isPending ? "Checking…" : "Check the tree"}
          </Button>
        )
      }
    >
      {check.error !== null && (
        <NotAnswered
          problem={problemOf(check.error)}
          what="the proofs"
          onRetry={() => check.mutate(stones)}
        />
      )}
      <Answered query={purges} what="the tombstones">
        {({ tombstones }) => (
          <>
            {tombstones.length > 0 && <Standing checks={check.data ?? null} />}
            <DataTable
              label="Tombstones"
              columns={columnsFor(check.data ?? null)}
              rows={tombstones}
              rowKey={({ purge, month }) => `${purge} ${month.id}`}
              csvName="tombstones"
              empty={{
                kind: "none-yet",
                title: "Nothing was purged yet",
                text: "Each month that goes leaves a tombstone here, which nobody can change or take away.",
              }}
            />
          </>
        )}
      </Answered>
    </RetentionPage>
  );
}

function Standing({ checks }: { readonly checks: Checks | null }) {
  if (checks === null)
    return (
      <p className={styles["soft"]}>
        Not checked yet. A check reads the newest checkpoint and a consistency proof, and works the hashes out
        in this browser.
      </p>
    );
  return (
    <p className={styles["soft"]}>
      Measured in this browser: against the tree of {checks.size.toLocaleString("en-US")} entries. Signatures
      and every entry are checked by <code>modicum log verify</code>.
    </p>
  );
}
