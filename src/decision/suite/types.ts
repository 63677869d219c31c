import type { TransformCode } from "../../catalogue/transforms.ts";
import type { JsonObject } from "../../kernel/json.ts";
import type { ReasonCode } from "../../kernel/reasons.ts";
import type { LoadedSuite } from "../../policy/load.ts";
import type { SuiteTest } from "../../policy/source/test-suite.ts";
import type { RuleId, SourcePosition } from "../../policy/types.ts";

/** One file of policy tests, as policy/ reads it. */
export type Suite = LoadedSuite;
export type Given = SuiteTest["given"];
export type Expected = SuiteTest["expect"];

/** FHIR resources by the name that tests call them: the file name without `.json`. */
export type Fixtures = ReadonlyMap<string, JsonObject>;

/** `given.resource` that stands for every fixture no other test of the same person, act and purpose names. */
export const EVERYTHING_ELSE = "*";
/** `given.resource` that stands for the elements that are in no record: the record of access, the roster. */
export const CONTROL = "control";

/** What one record showed, or why nothing of it. */
export interface Observed {
  readonly visible: boolean;
  /** Elements that the record holds and the view shows, by id. */
  readonly shown: ReadonlyMap<string, TransformCode>;
  /** Ids of the elements that the record holds. */
  readonly held: ReadonlySet<string>;
  /** Rules that gave anything. */
  readonly rules: readonly RuleId[];
  /** Why nothing is visible, the decision's first reason or those of the record's elements; empty otherwise. */
  readonly reasons: readonly ReasonCode[];
}

export interface TestResult {
  readonly name: string;
  readonly at: SourcePosition;
  readonly passed: boolean;
  /** What was expected and what came instead, in words, one line each; empty when passed. */
  readonly differences: readonly string[];
  readonly rules: readonly RuleId[];
  /** Ids of the elements shown. */
  readonly shown: readonly string[];
}

export interface SuiteResult {
  readonly id: string;
  readonly title: string;
  readonly file: string;
  /** In file order. */
  readonly tests: readonly TestResult[];
  readonly passed: number;
  readonly failed: number;
}
