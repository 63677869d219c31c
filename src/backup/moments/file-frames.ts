/** Files of a folder one after the other, each with its name and its end; a file may grow or shrink while it is read. */
import { AppError } from "../../kernel/errors.ts";
import { frame, frameHeader, framesOf } from "../frames.ts";
import type { ClusterFile } from "./ports.ts";

const KIND = { folder: 1, file: 2, bytes: 3, end: 4 } as const;

export async function* framedFiles(files: AsyncIterable<ClusterFile>): AsyncGenerator<Uint8Array> {
  for await (const { path, bytes } of files) {
    yield frame(bytes === null ? KIND.folder : KIND.file, Buffer.from(path));
    for await (const piece of bytes ?? []) {
      yield frameHeader(KIND.bytes, piece.length);
      yield piece;
    }
  }
  yield frame(KIND.end, Buffer.alloc(0));
}

/** Each file is to be read to its end before the next. @throws AppError `input_invalid` where the end is missing */
export async function* unframedFiles(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ClusterFile> {
  const frames = framesOf(bytes, torn);
  let next = await frames.next();
  const content = async function* (): AsyncGenerator<Uint8Array> {
    for (next = await frames.next(); next.done !== true && next.value.kind === KIND.bytes;) {
      yield next.value.bytes;
      next = await frames.next();
    }
  };
  while (next.done !== true && next.value.kind !== KIND.end) {
    const { kind, bytes: name } = next.value;
    const path = safePath(name.toString("utf8"));
    if (kind === KIND.file) yield { path, bytes: content() };
    else if (kind === KIND.folder) {
      yield { path, bytes: null };
      next = await frames.next();
    } else throw torn();
  }
  if (next.done === true) throw torn();
}

/** It is authenticated; still, nothing is written beside the folder it is for. */
function safePath(path: string): string {
  if (path === "" || path.startsWith("/") || path.split("/").includes("..")) throw torn();
  return path;
}

function torn(): AppError {
  return new AppError("input_invalid", "the base copy does not hold what one holds", {
    hint: "take the moment from an older one",
  });
}
