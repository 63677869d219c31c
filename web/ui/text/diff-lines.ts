export interface DiffLine {
  /** `gap`: lines that both have are left out here. */
  readonly kind: "same" | "added" | "removed" | "gap";
  readonly text: string;
  /** Line numbers from 1; null on the side that lacks the line. */
  readonly before: number | null;
  readonly after: number | null;
}

const HUNK = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/** The lines of a unified diff of one file, numbered as its hunks say; its head is left out. */
export function diffLines(unified: string): DiffLine[] {
  let [before, after] = [0, 0];
  let inHunk = false;
  return unified.split("\n").flatMap((line): DiffLine[] => {
    const hunk = HUNK.exec(line);
    if (hunk !== null) {
      [before, after] = [Number(hunk[1]), Number(hunk[2])];
      const isFirst = !inHunk;
      inHunk = true;
      return isFirst ? [] : [{ kind: "gap", text: "", before: null, after: null }];
    }
    if (!inHunk || line === "" || line.startsWith("\\")) return [];
    const text = line.slice(1);
    if (line.startsWith("+")) return [{ kind: "added", text, before: null, after: after++ }];
    if (line.startsWith("-")) return [{ kind: "removed", text, before: before++, after: null }];
    return [{ kind: "same", text, before: before++, after: after++ }];
  });
}
