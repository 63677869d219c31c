import { compareText } from "../diagnostics.ts";
import { withChanges } from "../edit/edit-policy.ts";
import type { FileChange } from "../edit/types.ts";
import type { PolicyFile } from "../types.ts";
import type { Draft, DraftSummary, DraftVersion } from "./types.ts";

export function latestOf({ versions }: Draft): DraftVersion {
  return versions.at(-1) ?? versions[0];
}

export function isDiscarded({ act }: Pick<DraftVersion, "act">): boolean {
  return act === "discard";
}

export function summaryOf({ versions: _versions, ...head }: Draft, latest: DraftVersion): DraftSummary {
  const { files: _files, ...rest } = latest;
  return { ...head, latest: rest };
}

/** The files a draft wrote, each as its last version left it, sorted by path. */
export function writtenBy({ versions }: Draft): readonly FileChange[] {
  const written = new Map(versions.flatMap(({ files }) => files).map((file) => [file.path, file]));
  return [...written.values()].toSorted((a, b) => compareText(a.path, b.path));
}

/** The whole policy as the draft has it, over the files it is drafted on. */
export function filesOf(draft: Draft, base: readonly PolicyFile[]): readonly PolicyFile[] {
  return withChanges(base, writtenBy(draft));
}
