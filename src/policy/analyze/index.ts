/** Questions about a policy, answered exactly and as plain data; rules POL-7xx in ../SPEC.md. */
export { type Cell, type CellFilter, cellsOf, eachCell } from "./cells.ts";
export { type CellChange, diffOf } from "./diff.ts";
export { type CellDetail, type CellPlace, cellsAt } from "./drill-down.ts";
export type { AskAt, GrantAt, OutboundAt, SegmentAt } from "./drill-down.ts";
export type { RoleHolder } from "./duties.ts";
export { type Finding, type FindingId, type FindingName, FINDINGS, type Severity } from "./finding.ts";
export { type LintContext, lintPolicy } from "./lint.ts";
export { type MatrixRow, matrixOf } from "./matrix.ts";
export { neverUsed } from "./never-used.ts";
export { type ApprovalReach, type ElementReach, reachWithoutApproval, type StandingReach } from "./reach.ts";
export type { TypeReach } from "./reach.ts";
export { type Seer, whoSees } from "./who.ts";
