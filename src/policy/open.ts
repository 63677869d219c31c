import { relative } from "node:path";
import type { Clock } from "../kernel/clock.ts";
import { AppError } from "../kernel/errors.ts";
import { loadPolicy } from "./load.ts";
import type { CompiledPolicy } from "./types.ts";
import { diagnosticLines } from "./validate.ts";

/**
 * The policy that will be in force.
 * @throws AppError `policy_invalid` with the first finding and how many there are; `modicum policy validate` shows all
 */
export async function openPolicy(dir: string, clock: Clock): Promise<CompiledPolicy> {
  const loaded = await loadPolicy(relative(process.cwd(), dir) || dir, clock);
  if (loaded.ok) return loaded.value;
  const errors = loaded.error.filter(({ severity }) => severity === "error");
  const [first = ""] = diagnosticLines(errors);
  const more = errors.length > 1 ? `, and ${errors.length - 1} more` : "";
  throw new AppError("policy_invalid", `${first}${more}`, {
    hint: "`npx modicum policy validate` lists them all",
  });
}
