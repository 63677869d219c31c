/** Questions about a policy, answered exactly and as plain data; rules POL-7xx in ../SPEC.md. */
export { type Cell, type CellFilter, cellsOf } from "./cells.ts";
export { type CellChange, diffOf } from "./diff.ts";
export { type CellDetail, cellsAt, type GrantAt } from "./drill-down.ts";
export type { RoleHolder } from "./duties.ts";
export type { Finding, Severity } from "./finding.ts";
export { lintPolicy } from "./lint.ts";
export { type MatrixRow, matrixOf } from "./matrix.ts";
export { neverUsed } from "./never-used.ts";
export { bearsOnAnswers, othersOf } from "./others/others.ts";
export type { OtherChange } from "./others/types.ts";
export { type ApprovalReach, reachWithoutApproval, type TypeReach } from "./reach.ts";
export { type Seer, whoSees } from "./who.ts";
