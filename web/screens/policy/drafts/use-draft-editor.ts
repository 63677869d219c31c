import { useState } from "react";
import { problemOf } from "../../../api/problem.ts";
import { useOutdate } from "../../../api/use-answer.ts";
import { useAnnounce } from "../../../ui/status/status-region.tsx";
import { type Draft, type DraftEdit, DRAFTS, makeEdit, type Obstacle, obstacleFrom } from "./draft-calls.ts";

export interface DraftEditor {
  /** True when it was made. Otherwise the obstacle says why, and the caller keeps what was written. */
  readonly make: (edit: DraftEdit) => Promise<boolean>;
  readonly obstacle: Obstacle | null;
  readonly isBusy: boolean;
  readonly forget: () => void;
  /** Reads the last version, so that the same change can be made on it. */
  readonly readLast: () => Promise<void>;
}

/** Makes changes to a draft on the version that is on the page. `reload` reads it anew. */
export function useDraftEditor(draft: Draft, reload: () => Promise<unknown>): DraftEditor {
  const announce = useAnnounce();
  const outdateList = useOutdate(DRAFTS);
  const [obstacle, setObstacle] = useState<Obstacle | null>(null);
  const [isBusy, setBusy] = useState(false);
  const make = async (edit: DraftEdit): Promise<boolean> => {
    setBusy(true);
    const met = await makeEdit(draft, edit).catch((error: unknown) => obstacleFrom(problemOf(error), null));
    // Also where it was not made: then others changed the draft, or it is not known whether it was.
    await outdateList();
    if (met === null) await reload();
    setObstacle(met);
    setBusy(false);
    announce(met === null ? "The draft was changed" : "The change was not made");
    return met === null;
  };
  const readLast = async (): Promise<void> => {
    await reload();
    setObstacle(null);
  };
  return { make, obstacle, isBusy, forget: () => setObstacle(null), readLast };
}
