import { relative } from "node:path";
import type { Clock } from "../kernel/clock.ts";
import { AppError } from "../kernel/errors.ts";
import type { Result } from "../kernel/result.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { snapshotOf } from "./drafts/snapshot.ts";
import type { PolicySnapshot } from "./drafts/types.ts";
import { loadPolicy, readFixtureFiles, readPolicyFiles } from "./load.ts";
import type { CompiledPolicy, PolicyFile } from "./types.ts";
import { compilePolicy, diagnosticLines } from "./validate.ts";

/** The policy in force as it is written. Paths are relative to the policy folder. */
export interface PolicySource extends PolicySnapshot {
  /** What its tests are about: FHIR resources, by path. */
  readonly fixtures: readonly PolicyFile[];
}

/**
 * The policy that will be in force.
 * @throws AppError `policy_invalid` with the first finding and how many there are; `modicum policy validate` shows all
 */
export async function openPolicy(dir: string, clock: Clock): Promise<CompiledPolicy> {
  return soundOf(await loadPolicy(shown(dir), clock));
}

/** The same with its text, both from one reading of the folder. Throws as `openPolicy` does. */
export async function openPolicySource(
  dir: string,
  clock: Clock,
): Promise<{ readonly policy: CompiledPolicy; readonly source: PolicySource }> {
  const folder = shown(dir);
  const files = soundOf(await readPolicyFiles(folder));
  const policy = soundOf(compilePolicy(files, clock.now()));
  const within = (file: PolicyFile): PolicyFile => ({
    path: relative(folder, file.path).replaceAll("\\", "/"),
    text: file.text,
  });
  const fixtures = (await readFixtureFiles(folder)).map(within);
  return { policy, source: { ...snapshotOf(files.map(within), policy.hash), fixtures } };
}

function shown(dir: string): string {
  return relative(process.cwd(), dir) || dir;
}

function soundOf<T>(loaded: Result<T, readonly Diagnostic[]>): T {
  if (loaded.ok) return loaded.value;
  const errors = loaded.error.filter(({ severity }) => severity === "error");
  const [first = ""] = diagnosticLines(errors);
  const more = errors.length > 1 ? `, and ${errors.length - 1} more` : "";
  throw new AppError("policy_invalid", `${first}${more}`, {
    hint: "`npx modicum policy validate` lists them all",
  });
}
