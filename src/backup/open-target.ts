import { folderTarget } from "./folder-target.ts";
import type { BackupTarget } from "./ports.ts";
import { type S3Settings, s3Target } from "./s3/s3-target.ts";

/** Where backups lie, as the configuration says. */
export type TargetSettings =
  | { readonly kind: "folder"; /** Absolute. */ readonly dir: string }
  | ({ readonly kind: "s3" } & S3Settings);

/** @param now milliseconds since 1970 */
export function openTarget(settings: TargetSettings, now: () => number): BackupTarget {
  return settings.kind === "folder" ? folderTarget(settings.dir) : s3Target(settings, now);
}
