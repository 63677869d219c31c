/** Which files hold the rows and curves that a name asks for. */
import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

const SUFFIX = ".bench.ts";

/** Every benchmark under `rows/` and `growth/` of the folder, in order of their names. */
export async function benchFiles(benchDir: string): Promise<readonly string[]> {
  const folders = await Promise.all(
    ["rows", "growth"].map(async (folder) => {
      const names = await readdir(join(benchDir, folder)).catch(() => []);
      return names
        .filter((name) => name.endsWith(SUFFIX))
        .toSorted()
        .map((name) => join(benchDir, folder, name));
    }),
  );
  return folders.flat();
}

/** True when `name` is, or begins, one of the wanted names; all are wanted where none is given. */
export function isWanted(name: string, wanted: readonly string[]): boolean {
  return wanted.length === 0 || wanted.some((prefix) => name.startsWith(prefix));
}

/**
 * What the names in a file begin with: `gateway` for `rows/gateway-nginx.bench.ts`, `growth` for every curve. Files of
 * other topics than the wanted are not even loaded.
 */
export function topicOf(path: string): string {
  const folder = basename(dirname(path));
  return folder === "growth" ? folder : (/^[^.-]+/.exec(basename(path))?.[0] ?? "");
}

/** True when a file of this topic may hold one of the wanted names. */
export function mayHold(topic: string, wanted: readonly string[]): boolean {
  return wanted.length === 0 || wanted.some((name) => name.startsWith(topic) || topic.startsWith(name));
}
