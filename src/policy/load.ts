import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path/posix";
import type { Clock } from "../kernel/clock.ts";
import { systemClock } from "../kernel/clock.ts";
import { err, ok } from "../kernel/result.ts";
import type { Result } from "../kernel/result.ts";
import { compareText, finding, sortDiagnostics } from "./diagnostics.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { parseBundle } from "./parse/bundle.ts";
import type { TestSuiteSource } from "./source/test-suite.ts";
import type { CompiledPolicy, PolicyFile, SourcePosition } from "./types.ts";
import { compilePolicy } from "./validate.ts";

/** Policy tests of one file. */
export interface LoadedSuite {
  readonly path: string;
  readonly suite: TestSuiteSource;
  /** Where test `index` stands, for what is said about it. */
  testAt(index: number): SourcePosition;
}

/**
 * Every YAML file under `dir`, sorted by path; links are not followed.
 * POL-108 when there is none, or the folder cannot be read.
 */
export async function readPolicyFiles(
  dir: string,
): Promise<Result<readonly PolicyFile[], readonly Diagnostic[]>> {
  try {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
      .map((entry) => join(entry.parentPath.replaceAll("\\", "/"), entry.name))
      .toSorted(compareText);
    if (paths.length === 0) return err([nothingIn(dir, "holds no policy file")]);
    return ok(await Promise.all(paths.map(async (path) => ({ path, text: await readFile(path, "utf8") }))));
  } catch (cause) {
    const missing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    return err([nothingIn(dir, missing ? "does not exist" : "cannot be read")]);
  }
}

/** The policy of a folder, or everything that is wrong with it. Dated rules are judged by `clock`. */
export async function loadPolicy(
  dir: string,
  clock: Clock = systemClock,
): Promise<Result<CompiledPolicy, readonly Diagnostic[]>> {
  const files = await readPolicyFiles(dir);
  return files.ok ? compilePolicy(files.value, clock.now()) : files;
}

/** The policy tests of a folder, in order of id; diagnostics of those files alone. */
export async function loadSuites(
  dir: string,
): Promise<Result<readonly LoadedSuite[], readonly Diagnostic[]>> {
  const files = await readPolicyFiles(dir);
  return files.ok ? suitesIn(files.value) : files;
}

/** The same of files already read. Pure. */
export function suitesIn(
  files: readonly PolicyFile[],
): Result<readonly LoadedSuite[], readonly Diagnostic[]> {
  const { bundle, diagnostics } = parseBundle(files.filter(({ text }) => /^kind: *TestSuite\b/m.test(text)));
  if (diagnostics.length > 0) return err(sortDiagnostics(diagnostics));
  return ok(
    bundle.TestSuite.map(({ path, source, at }) => ({
      path,
      suite: source,
      testAt: (index) => at(["tests", index]),
    })),
  );
}

/** The FHIR resources that the tests of a policy folder are about, `tests/fixtures/*.json`, sorted by path. */
export async function readFixtureFiles(dir: string): Promise<readonly PolicyFile[]> {
  const folder = join(dir, "tests", "fixtures");
  const names = await readdir(folder).catch(() => []);
  const paths = names.filter((name) => name.endsWith(".json")).map((name) => join(folder, name));
  return Promise.all(
    paths.toSorted(compareText).map(async (path) => ({ path, text: await readFile(path, "utf8") })),
  );
}

function nothingIn(dir: string, message: string): Diagnostic {
  const hint = "point MODICUM_POLICY at a policy folder; a fresh install ships one in `content`";
  return finding("POL-108", { file: dir, line: 1, column: 1 }, `\`${dir}\` ${message}`, hint);
}
