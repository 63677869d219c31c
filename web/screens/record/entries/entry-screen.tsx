import { useParams } from "@tanstack/react-router";
import { useMemo } from "react";
import { isDenial, problemOf } from "../../../api/problem.ts";
import { useAnswer } from "../../../api/use-answer.ts";
import { Badge, OutcomeBadge, PurposeBadge, SystemBadge } from "../../../ui/badge/badge.tsx";
import { LinkButton } from "../../../ui/button/button.tsx";
import { CopyButton } from "../../../ui/button/copy-button.tsx";
import { type Command, useCommands } from "../../../ui/commands/commands.tsx";
import { Page, PageHeader } from "../../../ui/layout/page.tsx";
import { DenyScreen } from "../../../ui/state/deny-screen.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { Skeleton } from "../../../ui/state/skeleton.tsx";
import { capitalized } from "../../../ui/text/capitalized.ts";
import { CodedText } from "../../../ui/text/coded-text.tsx";
import { TimeText } from "../../../ui/text/time-text.tsx";
import { type Explanation, readExplanation } from "./entries.ts";
import { isEntryId } from "./entry-command.ts";
import { EntryFacts, Policy, Rules } from "./entry-parts.tsx";
import { sentenceOf } from "./sentence.ts";
import { VerifyPanel } from "../verify/verify-panel.tsx";
import styles from "../record.module.css";
import { inWords } from "../words.ts";

/** Why an answer was as it was: one sentence, the rules, what was decided on, and a link to pass on. */
export function Screen() {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  const id = params["entryId"] ?? "";
  return (
    <Page>
      <PageHeader title="Entry of the record" />
      {isEntryId(id) ? <Entry id={id} /> : <NoEntryId />}
    </Page>
  );
}

function NoEntryId() {
  return (
    <EmptyState
      state={{
        kind: "none-yet",
        title: "This is not an entry’s id",
        text: "The address may be cut short or mistyped. An entry’s id has 36 characters, such as 019df380-0000-7000-8000-000000000000.",
        action: <LinkButton href="/record">My entries</LinkButton>,
      }}
    />
  );
}

function Entry({ id }: { readonly id: string }) {
  const explanation = useAnswer(["explanation", id], () => readExplanation(id));
  return (
    <>
      {explanation.data !== undefined && <Explained explanation={explanation.data} />}
      {explanation.error !== null && (
        <NotExplained error={explanation.error} onRetry={() => void explanation.refetch()} />
      )}
      {explanation.data === undefined && explanation.error === null && (
        <Skeleton lines={6} label="Loading the entry" />
      )}
    </>
  );
}

function NotExplained({ error, onRetry }: { readonly error: Error; readonly onRetry: () => void }) {
  const problem = problemOf(error);
  if (!isDenial(problem))
    return (
      <EmptyState
        state={{ kind: "not-loaded", what: "the entry", why: problem.next ?? problem.title, onRetry }}
      />
    );
  return (
    <DenyScreen
      denial={{
        ...problem,
        detail: problem.detail ?? "an entry opens for whose it is, and for who may read the record",
      }}
      actions={<LinkButton href="/record">My entries</LinkButton>}
    />
  );
}

function Explained({ explanation }: { readonly explanation: Explanation }) {
  const { entry, title, next, permalink } = explanation;
  usePermalinkCommand(permalink);
  return (
    <>
      <section aria-label="Why" className={styles["rule"]}>
        <div className={styles["outcome"]}>
          <OutcomeBadge outcome={entry.outcome} />
          {entry.purpose === null ? (
            <Badge tone="caution">No purpose</Badge>
          ) : (
            <PurposeBadge title={purposeOf(explanation)} />
          )}
          <SystemBadge system={entry.system} />
          <TimeText at={entry.at} />
        </div>
        <p className={styles["sentence"]}>
          <CodedText text={sentenceOf(entry, purposeOf(explanation))} />
        </p>
        {title !== null && (
          <p>
            <CodedText text={`${capitalized(title)}.`} /> {next !== null && <CodedText text={next} />}
          </p>
        )}
        <p className={styles["link"]}>
          <span className={styles["soft"]}>Permalink</span>
          <code className={styles["hash"]}>{`${location.origin}${permalink}`}</code>
          <CopyButton text={`${location.origin}${permalink}`} label="Copy the permalink" />
        </p>
      </section>
      <Rules explanation={explanation} />
      <div className={styles["columns"]}>
        <EntryFacts explanation={explanation} />
        <Policy explanation={explanation} />
      </div>
      <VerifyPanel key={entry.id} entry={entry} />
    </>
  );
}

/** The declared purpose by its title; its own id where several stand for one code. */
function purposeOf({ entry, inputs }: Explanation): string {
  if (entry.purpose === null) return "none";
  return inputs.purposes.find(({ id }) => id === entry.purpose)?.title ?? inWords(entry.purpose);
}

function usePermalinkCommand(permalink: string): void {
  const commands = useMemo<readonly Command[]>(
    () => [
      {
        id: "entry.copy",
        title: "Copy the permalink of this entry",
        group: "This screen",
        run: () =>
          void navigator.clipboard.writeText(`${location.origin}${permalink}`).catch(() => undefined),
      },
    ],
    [permalink],
  );
  useCommands(commands);
}
