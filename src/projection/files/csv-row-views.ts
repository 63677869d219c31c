import { inferredMask, settingMask, codingKey } from "../../catalogue/segment-labels.ts";
import type { TransformVector } from "../../catalogue/transforms.ts";
import type { SegmentDefinition } from "../../catalogue/types.ts";
import type { CsvLayout } from "./csv-columns.ts";
import { rowPlanOf } from "./csv-kernel/row-plan.ts";
import type { RowPlan } from "./csv-kernel/row-plan.ts";
import { codingsIn, patientOf, subjectOfRow } from "./csv-row.ts";
import type { CellCoding, RowSubject } from "./csv-row.ts";
import { viewOfRow } from "./csv-view.ts";
import type { FileOptions } from "./types.ts";

/** By what `viewFor` tells records of one type apart, and by nothing else. */
export interface Discerned {
  /** Whose record it is. */
  readonly patients: boolean;
  /** Which of these label it. */
  readonly segments: readonly SegmentDefinition[];
}

/** What rows that are told apart by nothing show. */
export interface RowView {
  /** Null: the row is not there. */
  readonly view: TransformVector | null;
  /** Null: some cells are transformed. */
  readonly plan: RowPlan | null;
}

/** So many are remembered; then all are forgotten, so that memory does not grow with the file. */
const MOST_REMEMBERED = 65_536;

/** The views of a file's rows. One that was worked out is remembered for rows that are not told apart from its own. */
export class RowViews {
  private readonly remembered = new Map<string, RowView>();
  /** By content, so that rows of many patients who show the same are written together. */
  private readonly alike = new Map<string, RowView>();
  /** Codes in a cell that label something. */
  private readonly labels = new Map<string, readonly CellCoding[]>();
  private readonly layout: CsvLayout;
  private readonly options: FileOptions;
  private readonly discerned: Discerned | undefined;

  /** `discerned` undefined: `viewFor` is asked for every row. */
  constructor(layout: CsvLayout, options: FileOptions, discerned: Discerned | undefined) {
    this.layout = layout;
    this.options = options;
    this.discerned = discerned;
  }

  ofRow(cells: readonly string[]): RowView {
    const subject = subjectOfRow(cells, this.layout);
    if (this.discerned === undefined) return this.worked(subject);
    const labels = subject.codings.filter((coding) => this.isLabel(coding));
    return this.ofSubject({ patientId: subject.patientId, codings: labels });
  }

  /** Of a row by the cell that names its patient and, of the others, all that may hold a code which labels something. */
  ofCells(patientCell: string, cells: readonly string[]): RowView {
    const codings = cells.flatMap((cell) => this.labelsIn(cell));
    return this.ofSubject({ patientId: patientOf(patientCell), codings });
  }

  private labelsIn(cell: string): readonly CellCoding[] {
    const known = this.labels.get(cell);
    if (known !== undefined) return known;
    if (this.labels.size >= MOST_REMEMBERED) this.labels.clear();
    const found = codingsIn(cell).filter((coding) => this.isLabel(coding));
    this.labels.set(cell, found);
    return found;
  }

  private ofSubject(subject: RowSubject): RowView {
    const key = this.keyOf(subject);
    const known = this.remembered.get(key);
    if (known !== undefined) return known;
    if (this.remembered.size >= MOST_REMEMBERED) this.remembered.clear();
    const view = this.worked(subject);
    this.remembered.set(key, view);
    return view;
  }

  private keyOf({ patientId, codings }: RowSubject): string {
    const codes = codings.map(({ system, code }) => codingKey(system, code));
    return [this.discerned?.patients === true ? patientId : "", ...new Set(codes.toSorted())].join("\0");
  }

  private worked(subject: RowSubject): RowView {
    const view = viewOfRow(subject, this.layout, this.options);
    const key = view === null ? "" : view.join();
    const known = this.alike.get(key);
    if (known !== undefined) return known;
    if (this.alike.size >= MOST_REMEMBERED) this.alike.clear();
    const fresh = { view, plan: rowPlanOf(this.layout, view) };
    this.alike.set(key, fresh);
    return fresh;
  }

  private isLabel({ system, code }: CellCoding): boolean {
    const keys = [codingKey(system, code)];
    const segments = this.discerned?.segments ?? [];
    return (inferredMask(keys, segments) | settingMask(keys, segments)) !== 0;
  }
}
