import { open } from "node:fs/promises";

/** Resolves once the names in a folder are on disk: a file that was made or renamed there is found after a power cut. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
