import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe } from "vitest";
import { folderTarget } from "./folder-target.ts";
import { backupTargetContract } from "./testing/backup-target.contract.ts";

const folder = mkdtempSync(join(tmpdir(), "modicum-target-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a folder", () => {
  backupTargetContract(() => folderTarget(folder));
});
