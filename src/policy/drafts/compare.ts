import { createTwoFilesPatch } from "diff";
import type { FileChange } from "../edit/types.ts";
import type { PolicyFile } from "../types.ts";
import type { FileDifference } from "./types.ts";

/** How the files a draft wrote differ from those it is drafted on; files it wrote back are left out. */
export function differencesOf(
  written: readonly FileChange[],
  base: readonly PolicyFile[],
): readonly FileDifference[] {
  const was = new Map(base.map(({ path, text }) => [path, text]));
  return written.flatMap(({ path, text }) => {
    const before = was.get(path) ?? null;
    if (before === text) return [];
    const change = before === null ? "added" : text === null ? "removed" : "changed";
    return [{ path, change, text: unified(path, before, text) }];
  });
}

function unified(path: string, before: string | null, after: string | null): string {
  const [from, to] = [
    before === null ? "/dev/null" : `a/${path}`,
    after === null ? "/dev/null" : `b/${path}`,
  ];
  return createTwoFilesPatch(from, to, before ?? "", after ?? "", undefined, undefined, {
    context: 3,
    headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true },
  });
}
