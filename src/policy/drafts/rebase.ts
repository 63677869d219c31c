import type { FileChange } from "../edit/types.ts";
import type { PolicyFile } from "../types.ts";

/** Whose text a file that both changed gets. */
export type Take = ReadonlyMap<string, "draft" | "live">;

export interface Rebased {
  /** What the files of the draft become over the policy in force; only those that differ from what the draft has. */
  readonly files: readonly FileChange[];
  /** Files that both changed, each in another way, and that `take` does not decide. Sorted. */
  readonly conflicts: readonly string[];
}

/**
 * A three-way merge by file. What only the draft changed stays the draft's, what only the policy in force changed follows
 * it. INVARIANT: a file that both changed differently is decided by a person, never by the merge.
 */
export function rebase(
  written: readonly FileChange[],
  base: readonly PolicyFile[],
  live: readonly PolicyFile[],
  take: Take,
): Rebased {
  const [was, is] = [textsOf(base), textsOf(live)];
  const merged = written.map((file) => {
    const [before, now] = [was.get(file.path) ?? null, is.get(file.path) ?? null];
    if (file.text === now || now === before) return { file, text: file.text };
    if (file.text === before) return { file, text: now };
    const choice = take.get(file.path);
    if (choice === undefined) return { file, text: undefined };
    return { file, text: choice === "live" ? now : file.text };
  });
  return {
    files: merged.flatMap(({ file, text }) =>
      text === undefined || text === file.text ? [] : [{ path: file.path, text }],
    ),
    conflicts: merged.flatMap(({ file, text }) => (text === undefined ? [file.path] : [])).toSorted(),
  };
}

function textsOf(files: readonly PolicyFile[]): ReadonlyMap<string, string> {
  return new Map(files.map(({ path, text }) => [path, text]));
}
