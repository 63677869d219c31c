import { useBlocker } from "@tanstack/react-router";
import { Button } from "../../../ui/button/button.tsx";
import { Dialog } from "../../../ui/overlay/dialog.tsx";

interface UnsavedGuardProps {
  readonly isUnsaved: boolean;
  /** What would be lost: `the role`, `the text of roles/biller.yaml`. */
  readonly what: string;
  /** Where it is lost: by leaving the page, or by any other address, another view of the page too. */
  readonly lostBy: "page" | "address";
}

/** Asks before a link, the way back or a reload drops what was written and not saved. */
export function UnsavedGuard({ isUnsaved, what, lostBy }: UnsavedGuardProps) {
  const way = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      isUnsaved && (lostBy === "address" || current.pathname !== next.pathname),
    enableBeforeUnload: isUnsaved,
    withResolver: true,
  });
  if (way.status !== "blocked") return null;
  return (
    <Dialog
      title="Leave what is not saved?"
      isOpen
      onClose={way.reset}
      actions={
        <>
          <Button onPress={way.reset}>Stay here</Button>
          <Button kind="danger" onPress={way.proceed}>
            Leave it
          </Button>
        </>
      }
    >
      <p>What you wrote of {what} is not in the draft yet, and would be gone.</p>
    </Dialog>
  );
}
