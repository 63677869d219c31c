import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { createDuck } from "../store/cold/duck.ts";
import type { ColdFiles } from "../store/cold/search.ts";

/** Where months of the record go that leave the database. Nothing is opened before it is asked. */
export async function openCold(
  { cold }: Pick<Config, "cold">,
  closers: (() => Promise<void>)[],
): Promise<ColdFiles> {
  await mkdir(cold.folder, { recursive: true, mode: 0o700 });
  const duck = createDuck(join(cold.folder, "scratch"));
  closers.push(() => duck.close());
  return { duck, folder: cold.folder };
}
