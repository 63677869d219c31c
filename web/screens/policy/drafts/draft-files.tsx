import { useRef, useState } from "react";
import { answerOf, api } from "../../../api/client.ts";
import { useAnswer } from "../../../api/use-answer.ts";
import { Button } from "../../../ui/button/button.tsx";
import { CodeArea, type CodeAreaHandle } from "../../../ui/field/code-area.tsx";
import { ComboBox } from "../../../ui/field/combo-box.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { Answered } from "../../answered.tsx";
import studio from "../studio.module.css";
import { useAddress } from "../use-address.ts";
import { DiagnosticList } from "./diagnostic-list.tsx";
import type { Diagnostic, Draft, DraftDiff } from "./draft-calls.ts";
import { UnsavedGuard } from "./unsaved-guard.tsx";
import type { DraftEditor } from "./use-draft-editor.ts";

interface DraftFilesProps {
  readonly draft: Draft;
  readonly diff: DraftDiff;
  readonly editor: DraftEditor;
}

/** The YAML of a file as drafted, written by hand. */
export function DraftFiles({ draft, diff, editor }: DraftFilesProps) {
  const [{ file }, change] = useAddress();
  const { id, version } = draft;
  const query = useAnswer(["policy", "draft-files", id, version, file], () => readFiles(id, file), {
    keepPrevious: true,
  });
  return (
    <Answered query={query} what="the files">
      {({ files, text, path }) => (
        <>
          <ComboBox
            label="File"
            options={files.map(({ path: one, written }) => ({
              id: one,
              label: written ? `${one} (changed)` : one,
            }))}
            value={file ?? null}
            onChange={(one) => change({ file: one })}
            placeholder="roles/biller.yaml"
          />
          {file === undefined ? (
            <EmptyState
              state={{
                kind: "none-yet",
                title: "No file is picked yet",
                text: "Pick one to read it or to write in it.",
              }}
            />
          ) : (
            path === file &&
            text !== null && (
              <FileEditor
                key={file}
                path={file}
                text={text}
                draft={draft}
                diagnostics={diff.diagnostics}
                editor={editor}
              />
            )
          )}
        </>
      )}
    </Answered>
  );
}

/** With the path that was asked for: while a new version is read, the one before stays, of the same file only. */
async function readFiles(id: string, path: string | undefined) {
  const query = path === undefined ? {} : { path };
  return { ...(await answerOf(api.policy.drafts[":id"].files.$get({ param: { id }, query }))), path };
}

interface FileEditorProps {
  readonly path: string;
  readonly text: string;
  readonly draft: Draft;
  readonly diagnostics: readonly Diagnostic[];
  readonly editor: DraftEditor;
}

/** What is written here stays here until it is saved, whatever others change meanwhile. */
function FileEditor({ path, text, draft, diagnostics, editor }: FileEditorProps) {
  const [written, setWritten] = useState<string | null>(null);
  const area = useRef<CodeAreaHandle>(null);
  const [, change] = useAddress();
  const isOpen = draft.status === "open";
  const undo = (): void => {
    setWritten(null);
    area.current?.focus();
  };
  const save = async (pressed: Element): Promise<void> => {
    if (written === null || !(await editor.make({ kind: "file", path, text: written }))) return;
    // The button has nothing left to save: the keyboard goes on in the text, unless it went elsewhere meanwhile.
    if (document.activeElement === pressed) area.current?.focus();
    setWritten(null);
  };
  const goTo = (diagnostic: Diagnostic): void => {
    if (diagnostic.file.endsWith(path)) area.current?.goToLine(diagnostic.line);
    else change({ file: diagnostic.file.replace(/^content\//, "") });
  };
  return (
    <>
      <UnsavedGuard
        isUnsaved={written !== null && written !== text}
        what={`\u201C${path}\u201D`}
        lostBy="address"
      />
      <DiagnosticList diagnostics={diagnostics} onGo={goTo} />
      <CodeArea
        ref={area}
        label={`Text of ${path}`}
        value={written ?? text}
        onChange={setWritten}
        isReadOnly={!isOpen}
        marked={diagnostics.filter(({ file }) => file.endsWith(path)).map(({ line }) => line)}
      />
      <div className={studio["filters"]}>
        <Button
          kind="primary"
          isDisabled={!isOpen || written === null || written === text}
          isPending={editor.isBusy}
          onPress={({ target }) => void save(target)}
        >
          {editor.isBusy ? "Saving…" : "Save the file"}
        </Button>
        <Button isDisabled={written === null} onPress={undo}>
          Undo what I wrote
        </Button>
        <span className={studio["facts"]}>
          {written === null || written === text ? "Saved" : "Not saved"}, version {draft.version}
        </span>
      </div>
    </>
  );
}
