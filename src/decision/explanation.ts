import type { ElementId } from "../catalogue/types.ts";
import type { Transform } from "../catalogue/transforms.ts";
import type { RuleId } from "../policy/types.ts";
import type { Reason } from "./types.ts";

/** Why one record shows what it shows. Tells about data, so it is for those who may know that the record exists. */
export interface Explanation {
  readonly outcome: "permit" | "deny";
  readonly policyHash: string;
  readonly purposes: readonly string[];
  /** One sentence in plain words. */
  readonly sentence: string;
  /** Why not, most specific first; empty when anything of the record is shown. */
  readonly reasons: readonly Reason[];
  readonly relations: readonly RelationUsed[];
  readonly elements: readonly ElementExplanation[];
  /** The steps in order, one line each. */
  readonly trace: readonly string[];
}

/** The relation fact through which a slice reached a patient of the record. */
export interface RelationUsed {
  readonly rule: RuleId;
  readonly relation: string;
  readonly patientId: string;
  /** `CareTeam/12` */
  readonly source: string;
}

export interface ElementExplanation {
  readonly element: ElementId;
  readonly transform: Transform;
  /** Rules that gave it, in slice order. */
  readonly rules: readonly RuleId[];
  readonly cuts: readonly ElementCut[];
  /** Why it is not shown; null when it is. */
  readonly reason: Reason | null;
  /** What one can do about it; null when it is shown. */
  readonly next: string | null;
}

/** A ceiling that lowered what a rule gave. */
export interface ElementCut {
  readonly ceiling: RuleId;
  readonly reason: Reason["code"];
  readonly of: RuleId;
  readonly from: Transform;
  readonly to: Transform;
}
