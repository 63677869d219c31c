import type { CompiledPolicy, PolicyFile } from "../types.ts";
import { compilePolicy } from "../validate.ts";
import { readBase } from "./base-policy.ts";

export const NOW = Date.parse("2026-05-04T15:00:00Z");

/** The compiled policy, or an error that holds every diagnostic. */
export function compiled(files: readonly PolicyFile[], now = NOW): CompiledPolicy {
  const result = compilePolicy(files, now);
  if (result.ok) return result.value;
  throw new Error(
    result.error.map(({ id, at, message }) => `${at.file}:${at.line} ${id} ${message}`).join("; "),
  );
}

/** The base policy with texts replaced (`[find, put]`), or with files added. */
export function changed(
  changes: Readonly<Record<string, readonly [find: string, put: string] | string>>,
): readonly PolicyFile[] {
  const texts = new Map(readBase().map(({ path, text }) => [path, text]));
  for (const [path, change] of Object.entries(changes)) {
    if (typeof change === "string") texts.set(path, change);
    else {
      const text = texts.get(path) ?? "";
      if (!text.includes(change[0])) throw new Error(`${path} does not hold ${change[0]}`);
      texts.set(
        path,
        text.replace(change[0], () => change[1]),
      );
    }
  }
  return [...texts].map(([path, text]) => ({ path, text }));
}
