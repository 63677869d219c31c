import { useParams } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { answerOf, api } from "../../../api/client.ts";
import { useAnswer } from "../../../api/use-answer.ts";
import { type Command, useCommands } from "../../../ui/commands/commands.tsx";
import { Tabs } from "../../../ui/tabs/tabs.tsx";
import { TimeText } from "../../../ui/text/time-text.tsx";
import { Answered } from "../../answered.tsx";
import { missing } from "../../missing.tsx";
import { StudioPage } from "../studio-page.tsx";
import studio from "../studio.module.css";
import { useAddress } from "../use-address.ts";
import { ChangesView } from "./changes-view.tsx";
import { DraftActions } from "./draft-actions.tsx";
import type { Draft, DraftDiff } from "./draft-calls.ts";
import { DraftCells } from "./draft-cells.tsx";
import { DraftFiles } from "./draft-files.tsx";
import { DraftPurposes } from "./draft-purposes.tsx";
import { DraftTests } from "./draft-tests.tsx";
import styles from "./drafts.module.css";
import { HistoryView } from "./history-view.tsx";
import { ImpactPanel } from "./impact-panel.tsx";
import { ObstacleNote } from "./obstacle-note.tsx";
import { RoleBuilder } from "./role-builder.tsx";
import { EMPTY_ROLE, isBegun } from "./role-yaml.ts";
import { Status } from "./screen.tsx";
import { UnsavedGuard } from "./unsaved-guard.tsx";
import { useDraftEditor } from "./use-draft-editor.ts";

const VIEWS = [
  { id: "cells", label: "Edit cells" },
  { id: "purposes", label: "Edit purposes" },
  { id: "role", label: "Build a role" },
  { id: "files", label: "Edit files" },
  { id: "changes", label: "What changes" },
  { id: "tests", label: "Tests" },
  { id: "history", label: "History" },
];

/** A draft beside the policy in force: edit a cell, see who changes, run the tests. */
export function Screen() {
  const params: { readonly id?: string } = useParams({ strict: false });
  const id = params.id ?? "";
  const query = useAnswer(["policy", "draft", id], () =>
    answerOf(api.policy.drafts[":id"].$get({ param: { id } })),
  );
  return (
    <StudioPage tab="drafts" title="Draft" heading={query.data?.title}>
      <Answered query={query} what="the draft" missing={missing("draft")}>
        {(draft) => <DraftPage draft={draft} reload={() => query.refetch()} />}
      </Answered>
    </StudioPage>
  );
}

interface DraftPageProps {
  readonly draft: Draft;
  readonly reload: () => Promise<unknown>;
}

function DraftPage({ draft, reload }: DraftPageProps) {
  const editor = useDraftEditor(draft, reload);
  const { id, version } = draft;
  const diff = useAnswer(
    ["policy", "draft-diff", id, version],
    () => answerOf(api.policy.drafts[":id"].diff.$get({ param: { id } })),
    { keepPrevious: true },
  );
  return (
    <>
      <div className={styles["status"]}>
        <Status draft={draft} />
        <span className={studio["facts"]}>
          Version {version}, changed by {draft.changedBy} <TimeText at={draft.changedAt} />
        </span>
        <div className={studio["end"]}>
          <DraftActions draft={draft} editor={editor} />
        </div>
      </div>
      <ObstacleNote editor={editor} />
      <Answered query={diff} what="what the draft changes">
        {(changes) => <Views draft={draft} diff={changes} editor={editor} />}
      </Answered>
      <p className={studio["facts"]}>
        Putting a draft in force takes two people, privacy and IT. It is not part of this release yet.
      </p>
    </>
  );
}

interface ViewsProps {
  readonly draft: Draft;
  readonly diff: DraftDiff;
  readonly editor: ReturnType<typeof useDraftEditor>;
}

function Views({ draft, diff, editor }: ViewsProps) {
  const [{ show: wanted }, change] = useAddress();
  const views = VIEWS.filter(({ id }) => id !== "role" || draft.status === "open");
  const show = views.find(({ id }) => id === wanted)?.id ?? "cells";
  // The tests of one version; another version has not been tested.
  const [tested, setTested] = useState<number | null>(null);
  const [role, setRole] = useState(EMPTY_ROLE);
  const commands = useMemo<readonly Command[]>(
    () => [
      {
        id: "draft.tests",
        title: "Run the tests of the draft",
        group: "This screen",
        keys: "t",
        run: () => {
          setTested(draft.version);
          change({ show: "tests" });
        },
      },
    ],
    [draft.version, change],
  );
  useCommands(commands);
  const tests = { tested, onRun: () => setTested(draft.version) };
  return (
    <>
      <UnsavedGuard isUnsaved={isBegun(role)} what="a role" lostBy="page" />
      <ImpactPanel
        draft={draft}
        diff={diff}
        onTest={() => {
          tests.onRun();
          change({ show: "tests" });
        }}
      />
      <Tabs
        label="The draft"
        selected={show}
        tabs={views}
        onSelect={(next) => change({ show: next, cell: null })}
      >
        <div className={studio["body"]}>
          {show === "cells" && <DraftCells draft={draft} diff={diff} editor={editor} />}
          {show === "purposes" && <DraftPurposes draft={draft} editor={editor} />}
          {show === "role" && <RoleBuilder editor={editor} form={role} onChange={setRole} />}
          {show === "files" && <DraftFiles draft={draft} diff={diff} editor={editor} />}
          {show === "changes" && <ChangesView diff={diff} />}
          {show === "tests" && <DraftTests draft={draft} {...tests} />}
          {show === "history" && <HistoryView draft={draft} />}
        </div>
      </Tabs>
    </>
  );
}
