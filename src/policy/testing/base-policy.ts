import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { PolicyFile } from "../types.ts";

const BASE = join(import.meta.dirname, "../cases/base");

/** The small sound policy that the cases change; paths relative to cases/base. */
export function readBase(): readonly PolicyFile[] {
  return readdirSync(BASE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(BASE, path).replaceAll("\\", "/"), text: readFileSync(path, "utf8") }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
