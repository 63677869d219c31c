import { useState } from "react";
import { Button } from "../../../ui/button/button.tsx";
import { RadioGroup } from "../../../ui/field/choices.tsx";
import { Dialog } from "../../../ui/overlay/dialog.tsx";
import type { Draft } from "./draft-calls.ts";
import type { DraftEditor } from "./use-draft-editor.ts";

interface DraftActionsProps {
  readonly draft: Draft;
  readonly editor: DraftEditor;
}

/** Moving a draft onto the policy in force, and discarding it. */
export function DraftActions({ draft, editor }: DraftActionsProps) {
  const [asking, setAsking] = useState(false);
  if (draft.status === "discarded") return null;
  const paths = editor.obstacle?.paths ?? [];
  return (
    <>
      {!draft.onLive && (
        <Button
          icon="retry"
          isPending={editor.isBusy}
          onPress={() => void editor.make({ kind: "rebase", take: {} })}
        >
          Move onto the policy in force
        </Button>
      )}
      <Button kind="danger" onPress={() => setAsking(true)}>
        Discard
      </Button>
      {asking && <DiscardDialog draft={draft} editor={editor} onClose={() => setAsking(false)} />}
      {paths.length > 0 && <RebaseDialog paths={paths} editor={editor} />}
    </>
  );
}

function DiscardDialog({ draft, editor, onClose }: DraftActionsProps & { readonly onClose: () => void }) {
  const discard = async (): Promise<void> => {
    await editor.make({ kind: "discard" });
    onClose();
  };
  return (
    <Dialog
      title="Discard this draft?"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Keep it</Button>
          <Button kind="danger" isPending={editor.isBusy} onPress={() => void discard()}>
            Discard it
          </Button>
        </>
      }
    >
      <p>“{draft.title}” takes no more changes. It and its history can still be read.</p>
    </Dialog>
  );
}

interface RebaseDialogProps {
  readonly paths: readonly string[];
  readonly editor: DraftEditor;
}

/** The draft and the policy in force changed the same files: whose text does each get? */
function RebaseDialog({ paths, editor }: RebaseDialogProps) {
  const [take, setTake] = useState<Readonly<Record<string, "draft" | "live">>>({});
  const isComplete = paths.every((path) => take[path] !== undefined);
  return (
    <Dialog
      title="Both changed the same files"
      isOpen
      onClose={editor.forget}
      actions={
        <>
          <Button onPress={editor.forget}>Not now</Button>
          <Button
            kind="primary"
            isDisabled={!isComplete}
            isPending={editor.isBusy}
            onPress={() => void editor.make({ kind: "rebase", take: { ...take } })}
          >
            Move the draft
          </Button>
        </>
      }
    >
      {paths.map((path) => (
        <RadioGroup
          key={path}
          label={path}
          value={take[path] ?? null}
          onChange={(id) => setTake({ ...take, [path]: id === "live" ? "live" : "draft" })}
          options={[
            { id: "draft", label: "The draft’s text" },
            { id: "live", label: "The text in force" },
          ]}
        />
      ))}
    </Dialog>
  );
}
