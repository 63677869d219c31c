import { useMutation } from "@tanstack/react-query";
import { problemOf } from "../../../api/problem.ts";
import { Button } from "../../../ui/button/button.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { useAnnounce } from "../../../ui/status/status-region.tsx";
import { NotAnswered } from "../../answered.tsx";
import styles from "../record.module.css";
import { type ShownEntry, verifyEntry } from "./check.ts";
import { keepHead, readEvidence } from "./evidence.ts";
import { VerdictView } from "./verdict-view.tsx";

/** Checks, in this browser, that the entry stands in the signed log; the proof is drawn. */
export function VerifyPanel({ entry }: { readonly entry: ShownEntry }) {
  const announce = useAnnounce();
  const verifying = useMutation({
    mutationFn: async () => {
      const verdict = await verifyEntry(await readEvidence(entry.id), entry);
      if (verdict.state === "held" && verdict.note !== null) keepHead(verdict.note);
      return verdict;
    },
    onSuccess: ({ state }) => announce(SPOKEN[state]),
    onError: () => announce("The proof could not be checked"),
  });
  return (
    <Panel
      title="Proof"
      plain
      actions={
        <Button icon="check" isPending={verifying.isPending} onPress={() => verifying.mutate()}>
          {verifying.isPending ? "Verifying…" : verifying.data === undefined ? "Verify" : "Verify again"}
        </Button>
      }
    >
      {verifying.data === undefined && verifying.error === null && (
        <p className={styles["soft"]}>
          Verify has this browser compute, from the entry’s recorded form and the hashes beside it, the root
          that the log’s key signed (RFC 6962). It takes nothing on the server’s word but the keys, of the log
          and of its witnesses.
        </p>
      )}
      {verifying.error !== null && (
        <NotAnswered
          problem={problemOf(verifying.error)}
          what="the proof"
          onRetry={() => verifying.mutate()}
        />
      )}
      {verifying.data !== undefined && <VerdictView verdict={verifying.data} />}
    </Panel>
  );
}

const SPOKEN = {
  held: "The proof holds",
  refused: "The proof does not hold",
  "not-checked": "The proof could not be checked",
} as const;
