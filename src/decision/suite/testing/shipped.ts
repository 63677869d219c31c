import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fixedClock } from "../../../kernel/clock.ts";
import { compilePolicy, diagnosticLines, loadSuites, readPolicyFiles } from "../../../policy/index.ts";
import type { LoadedSuite } from "../../../policy/index.ts";
import type { CompiledPolicy, PolicyFile } from "../../../policy/types.ts";
import { readFixtures } from "../fixtures.ts";
import type { Fixtures } from "../types.ts";

const CONTENT = join(import.meta.dirname, "../../../../content");
const FIXTURES = join(CONTENT, "tests/fixtures");
const NOW = fixedClock("2026-05-04T15:00:00Z").now();

/** What a fresh install ships with: the files, the policy they make, its tests and their fixtures. */
export interface Shipped {
  readonly files: readonly PolicyFile[];
  readonly policy: CompiledPolicy;
  readonly suites: readonly LoadedSuite[];
  readonly fixtures: Fixtures;
}

let known: Promise<Shipped> | undefined;

/** The shipped content, read once; an error holds every diagnostic. */
export function readShipped(): Promise<Shipped> {
  known ??= read();
  return known;
}

async function read(): Promise<Shipped> {
  const files = await readPolicyFiles(CONTENT);
  const suites = await loadSuites(CONTENT);
  if (!files.ok) throw new Error(diagnosticLines(files.error).join("\n"));
  if (!suites.ok) throw new Error(diagnosticLines(suites.error).join("\n"));
  const fixtures = readFixtures(
    readdirSync(FIXTURES).map((name) => ({ path: name, text: readFileSync(join(FIXTURES, name), "utf8") })),
  );
  return { files: files.value, policy: policyOf(files.value), suites: suites.value, fixtures };
}

/** The policy that these files make; an error holds every diagnostic. */
export function policyOf(files: readonly PolicyFile[]): CompiledPolicy {
  const policy = compilePolicy(files, NOW);
  if (!policy.ok) throw new Error(diagnosticLines(policy.error).join("\n"));
  return policy.value;
}
