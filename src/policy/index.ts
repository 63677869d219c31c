/** The policy language: files that a privacy officer signs → the one form the engine reads. Rules: SPEC.md. */
export type { LoadedSuite } from "./load.ts";
export { loadPolicy, loadSuites, readFixtureFiles, readPolicyFiles } from "./load.ts";
export { formatPolicyFile } from "./format/format.ts";
export { policySchemas } from "./source/kinds.ts";
export { compilePolicy, diagnosticLines, validatePolicy } from "./validate.ts";
