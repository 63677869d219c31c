import type { z } from "@hono/zod-openapi";
import type { SuiteResult } from "../../decision/suite/types.ts";
import type { Measure } from "../../decision/suite/coverage.ts";
import type { Cell } from "../../policy/analyze/cells.ts";
import { describeChange } from "../../policy/analyze/describe-change.ts";
import type { CellChange } from "../../policy/analyze/diff.ts";
import type { OtherChange } from "../../policy/analyze/others/types.ts";
import type { Diagnostic } from "../../policy/diagnostics.ts";
import { isDiscarded, latestOf, summaryOf, writtenBy } from "../../policy/drafts/draft.ts";
import type { Draft, DraftComparison, DraftSummary, DraftVersion } from "../../policy/drafts/types.ts";
import type { PolicyFile } from "../../policy/types.ts";
import { isoTime } from "../iso-time.ts";
import type { PolicyTestOutcome } from "./ports.ts";
import type {
  CellChangeSchema,
  DiagnosticSchema,
  DraftDiffSchema,
  DraftFilesSchema,
  DraftSchema,
  DraftSummarySchema,
  OtherChangesSchema,
  TestRunSchema,
} from "./schema.ts";

/** Cells in one answer; a role taken out may change thousands, which the count tells. */
const MOST_CELLS = 2_000;

/** `live`: digest of the policy in force. */
export function presentSummary(draft: DraftSummary, live: string): z.infer<typeof DraftSummarySchema> {
  const { latest } = draft;
  return {
    id: draft.id,
    title: draft.title,
    author: draft.author,
    createdAt: isoTime(draft.createdAt),
    status: isDiscarded(latest) ? "discarded" : "open",
    version: latest.n,
    changedAt: isoTime(latest.at),
    changedBy: latest.author,
    policy: latest.policyHash,
    onLive: latest.base === live,
  };
}

export function presentDraft(draft: Draft, live: string): z.infer<typeof DraftSchema> {
  const summary = presentSummary(summaryOf(draft, latestOf(draft)), live);
  return { ...summary, versions: draft.versions.map(presentVersion) };
}

export function presentVersion(version: DraftVersion): z.infer<typeof DraftSchema>["versions"][number] {
  const { n, author, at, act, policyHash, files, changes } = version;
  const paths = files.map(({ path }) => path);
  return { n, author, at: isoTime(at), act, policy: policyHash, files: paths, changes: [...changes] };
}

export function presentDiagnostic(diagnostic: Diagnostic): z.infer<typeof DiagnosticSchema> {
  const { id, severity, message, hint, at } = diagnostic;
  return { id, severity, message, hint, file: at.file, line: at.line, column: at.column };
}

export function presentDiff(
  draft: Draft,
  { files, cells, others, diagnostics }: DraftComparison,
  live: string,
): z.infer<typeof DraftDiffSchema> {
  return {
    onLive: latestOf(draft).base === live,
    files: files.map(({ path, change, text }) => ({ path, change, text })),
    cells: cells === null ? null : cells.slice(0, MOST_CELLS).map(presentChange),
    cellCount: cells === null ? null : cells.length,
    others: others === null ? null : presentOthers(others),
    diagnostics: diagnostics.map(presentDiagnostic),
  };
}

export function presentChange(change: CellChange): z.infer<typeof CellChangeSchema> {
  const { before, after } = change;
  return {
    change: change.change,
    sentence: describeChange(change),
    before: before === null ? null : presentCell(before),
    after: after === null ? null : presentCell(after),
  };
}

export function presentOthers(others: readonly OtherChange[]): z.infer<typeof OtherChangesSchema> {
  return others.map(({ kind, id, field, was, is, bearing }) => ({
    kind,
    id,
    field,
    was: [...was],
    is: [...is],
    bearing,
  }));
}

function presentCell({ role, purpose, element, on, as, segments, can, systems, rule }: Cell) {
  const lists = { segments: [...segments], can: [...can], systems: [...systems] };
  return { role, purpose, element, on, as, ...lists, rule };
}

/** Every file of the policy as drafted; `path`: the one whose text is asked for. */
export function presentFiles(
  draft: Draft,
  files: readonly PolicyFile[],
  path: string | undefined,
): z.infer<typeof DraftFilesSchema> {
  const written = new Set(writtenBy(draft).map((file) => file.path));
  return {
    files: files.map((file) => ({ path: file.path, written: written.has(file.path) })),
    text: files.find((file) => file.path === path)?.text ?? null,
  };
}

type TestRun = Extract<PolicyTestOutcome, { ok: true }>["value"];

export function presentTestRun({ results, coverage }: TestRun): z.infer<typeof TestRunSchema> {
  const sum = (count: (suite: SuiteResult) => number): number =>
    results.reduce((total, suite) => total + count(suite), 0);
  return {
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    suites: results.map(presentSuite),
    coverage: {
      grants: presentMeasure(coverage.grants),
      outbound: presentMeasure(coverage.outbound),
      elements: presentMeasure(coverage.elements),
    },
  };
}

function presentSuite({ id, title, file, passed, failed, tests }: SuiteResult) {
  const shown = tests.map((test) => ({
    name: test.name,
    line: test.at.line,
    passed: test.passed,
    differences: [...test.differences],
  }));
  return { id, title, file, passed, failed, tests: shown };
}

function presentMeasure({ covered, total, percent, untested }: Measure) {
  return { covered, total, percent, untested: [...untested] };
}
