import { useMutation } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { answerOf, api } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { Badge } from "../../ui/badge/badge.tsx";
import { Button, TextLink } from "../../ui/button/button.tsx";
import { DescriptionList } from "../../ui/layout/description-list.tsx";
import { Page, PageHeader } from "../../ui/layout/page.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { EmptyState } from "../../ui/state/empty-state.tsx";
import { CodeBlock } from "../../ui/text/code-block.tsx";
import { TimeText } from "../../ui/text/time-text.tsx";
import { Answered, NotAnswered } from "../answered.tsx";
import { type Artifact, sizeOf } from "./evidence.ts";
import styles from "./evidence.module.css";
import { SaveArtifact } from "./save-artifact.tsx";

/** One artifact: what it is of, its chain into the record, and two ways to check it. */
export function Screen() {
  const params: { readonly id?: string } = useParams({ strict: false });
  const id = params.id ?? "";
  const query = useAnswer(["artifact", id], () => answerOf(api.evidence[":id"].$get({ param: { id } })));
  return (
    <Page>
      <PageHeader title="Artifact" heading={query.data?.title ?? "Artifact"} />
      <Answered query={query} what="the artifact">
        {(artifact) => <Shown artifact={artifact} />}
      </Answered>
    </Page>
  );
}

function Shown({ artifact }: { readonly artifact: Artifact }) {
  return (
    <>
      <Panel title="What it is">
        <DescriptionList items={termsOf(artifact)} />
      </Panel>
      <Panel title="Source query">
        <CodeBlock code={artifact.query} label="the source query" />
        {artifact.kind === "evidence-pack" && <Members query={artifact.query} />}
      </Panel>
      <Panel title="Check it">
        {artifact.yours ? (
          <div className={styles["form"]}>
            <SaveArtifact artifact={artifact} label="Download and verify" />
            {artifact.repeatable && <AskAgain id={artifact.id} />}
          </div>
        ) : (
          <EmptyState
            state={{
              kind: "not-for-you",
              what: "what it holds",
              why: "It takes the rights that its question takes, and your role lacks one of them.",
            }}
          />
        )}
      </Panel>
      <Panel title="Checkpoint of the record when it was prepared">
        <CodeBlock code={artifact.checkpoint} label="the checkpoint" />
      </Panel>
    </>
  );
}

function termsOf({
  sha256,
  asOf,
  preparedAt,
  preparedBy,
  items,
  bytes,
  policy,
  entry,
  pack,
  id,
  keepUntil,
}: Artifact) {
  return [
    { term: "SHA-256", value: <code className={styles["hash"]}>{sha256}</code> },
    { term: "As of", value: <TimeText at={asOf} /> },
    { term: "Prepared", value: <TimeText at={preparedAt} /> },
    { term: "Prepared by", value: preparedBy },
    { term: "Holds", value: `${items.toLocaleString("en-US")} items, ${sizeOf(bytes)}` },
    { term: "Policy", value: <code className={styles["hash"]}>{policy}</code> },
    { term: "Entry that says the hash", value: <TextLink href={`/record/${entry}`}>{entry}</TextLink> },
    ...(pack === id ? [] : [{ term: "Pack", value: <TextLink href={`/evidence/${pack}`}>{pack}</TextLink> }]),
    { term: "Kept until", value: <TimeText at={keepUntil} form="absolute" /> },
  ];
}

/** The artifacts that a pack holds. */
function Members({ query }: { readonly query: string }) {
  const { items = [] } = JSON.parse(query) as { readonly items?: readonly string[] };
  return (
    <details>
      <summary>Artifacts in it</summary>
      <ul className={styles["list"]}>
        {items.map((id) => (
          <li key={id}>
            <TextLink href={`/evidence/${id}`}>{id}</TextLink>
          </li>
        ))}
      </ul>
    </details>
  );
}

function AskAgain({ id }: { readonly id: string }) {
  const asking = useMutation({
    mutationFn: () => answerOf(api.evidence[":id"].rerun.$post({ param: { id } })),
  });
  return (
    <>
      <div className={styles["actions"]}>
        <Button isPending={asking.isPending} onPress={() => asking.mutate()}>
          Ask the question again
        </Button>
      </div>
      {asking.error !== null && (
        <NotAnswered problem={problemOf(asking.error)} what="the answer" onRetry={() => asking.mutate()} />
      )}
      {asking.data !== undefined && (
        <div className={styles["outcome"]} role="status">
          <p>
            {asking.data.same ? (
              <Badge tone="permit" icon="check">
                The same bytes
              </Badge>
            ) : (
              <Badge tone="caution" icon="warning">
                Other bytes: what it reads has changed since
              </Badge>
            )}
          </p>
          <p>
            {asking.data.items.prepared} items then, {asking.data.items.now} now; the hash now is{" "}
            <code className={styles["hash"]}>{asking.data.sha256.now}</code>
          </p>
        </div>
      )}
    </>
  );
}
