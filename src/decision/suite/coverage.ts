import { DROP } from "../../catalogue/transforms.ts";
import type { CompiledPolicy, OutboundRule } from "../../policy/types.ts";
import type { SuiteResult } from "./types.ts";

/** How much of a policy its tests have exercised. */
export interface SuiteCoverage {
  /** Standing grants of the roles, by rule id. */
  readonly grants: Measure;
  /** Outbound rules of the purposes, and exemptions, by rule id. */
  readonly outbound: Measure;
  /** Elements that any grant gives, by id. */
  readonly elements: Measure;
}

export interface Measure {
  readonly covered: number;
  readonly total: number;
  /** 0 to 100; 100 where there is nothing to cover. */
  readonly percent: number;
  /** Sorted. */
  readonly untested: readonly string[];
}

/** A rule is exercised when it gave something in a test that passed; an element, when such a test showed it. */
export function coverage(policy: CompiledPolicy, results: readonly SuiteResult[]): SuiteCoverage {
  const passed = results.flatMap(({ tests }) => tests).filter((test) => test.passed);
  const rules = new Set(passed.flatMap((test) => test.rules));
  const shown = new Set(passed.flatMap((test) => test.shown));
  return {
    grants: measure(grantsOf(policy), rules),
    outbound: measure(outboundOf(policy), rules),
    elements: measure(elementsGiven(policy), shown),
  };
}

function grantsOf(policy: CompiledPolicy): readonly string[] {
  return [...policy.roles.values()].flatMap(({ grants }) => grants.map(({ rule }) => rule));
}

function outboundOf(policy: CompiledPolicy): readonly string[] {
  const rules = [...policy.purposes.values()].flatMap(({ disclose, request }) => [disclose, request]);
  return [
    ...rules.filter((rule): rule is OutboundRule => rule !== undefined),
    ...policy.exemptions.values(),
  ].map(({ rule }) => rule);
}

function elementsGiven(policy: CompiledPolicy): readonly string[] {
  const grants = [...policy.roles.values()].flatMap((role) => role.grants);
  return policy.catalogue.elements
    .filter(({ index }) => grants.some(({ elements }) => (elements[index] ?? DROP) !== DROP))
    .map(({ id }) => id);
}

function measure(all: readonly string[], exercised: ReadonlySet<string>): Measure {
  const untested = all.filter((name) => !exercised.has(name)).toSorted();
  const covered = all.length - untested.length;
  const percent = all.length === 0 ? 100 : (covered / all.length) * 100;
  return { covered, total: all.length, percent, untested };
}
