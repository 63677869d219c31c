import { AppError } from "../../kernel/errors.ts";
import type { JsonObject } from "../../kernel/json.ts";
import type { SuiteFacts, SuiteTest } from "../../policy/source/test-suite.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { decide } from "../decide.ts";
import { factsFrom } from "../facts-file.ts";
import { differencesOf, shownInWords } from "./compare.ts";
import { observeControl, observeRecord } from "./observe.ts";
import type { Decided } from "./observe.ts";
import { requestOf } from "./request.ts";
import { CONTROL, EVERYTHING_ELSE } from "./types.ts";
import type { Fixtures, Given, Observed, Suite, SuiteResult, TestResult } from "./types.ts";

/**
 * Runs the policy tests of one file. What a test does not list is expected to be denied; the clock stands at `now`.
 * A test that names something nobody declares fails and says so. Pure.
 */
export function runSuite(policy: CompiledPolicy, suite: Suite, fixtures: Fixtures): SuiteResult {
  const tests = suite.suite.tests.map((test, position) =>
    runTest(test, position, { policy, suite, fixtures }),
  );
  const passed = tests.filter((test) => test.passed).length;
  const { id, title } = suite.suite;
  return { id, title, file: suite.path, tests, passed, failed: tests.length - passed };
}

interface Setting {
  readonly policy: CompiledPolicy;
  readonly suite: Suite;
  readonly fixtures: Fixtures;
}

interface Judged {
  readonly differences: readonly string[];
  readonly observed: readonly Observed[];
}

function runTest(test: SuiteTest, position: number, setting: Setting): TestResult {
  const { differences, observed } = judgeSafely(test, setting);
  return {
    name: test.name,
    at: setting.suite.testAt(position),
    passed: differences.length === 0,
    differences,
    rules: [...new Set(observed.flatMap(({ rules }) => rules))],
    shown: [...new Set(observed.flatMap(({ shown }) => [...shown.keys()]))],
  };
}

function judgeSafely(test: SuiteTest, setting: Setting): Judged {
  try {
    return judge(test, setting);
  } catch (fault) {
    if (fault instanceof AppError) return { differences: [fault.message], observed: [] };
    throw fault;
  }
}

function judge(test: SuiteTest, setting: Setting): Judged {
  const decided = decideFor(test.given, setting);
  if (test.given.resource === EVERYTHING_ELSE) return judgeTheRest(test, decided, setting);
  const observed =
    test.given.resource === CONTROL
      ? observeControl(decided)
      : observeRecord(decided, fixtureNamed(test.given.resource, setting.fixtures));
  return {
    differences: differencesOf(test.expect, observed, setting.policy.catalogue),
    observed: [observed],
  };
}

function decideFor(given: Given, { policy, suite }: Setting): Decided {
  const request = requestOf(given, suite, policy);
  const stated = given.facts === undefined ? suite.suite.facts : bothOf(suite.suite.facts, given.facts);
  const facts = factsFrom(stated, policy, given.person);
  return { request, policy, facts, decision: decide(request, policy, facts) };
}

function bothOf(shared: SuiteFacts, own: SuiteFacts): SuiteFacts {
  return {
    relations: [...shared.relations, ...own.relations],
    authorizations: [...shared.authorizations, ...own.authorizations],
    consents: [...shared.consents, ...own.consents],
    restrictions: [...shared.restrictions, ...own.restrictions],
    grants: [...shared.grants, ...own.grants],
  };
}

function fixtureNamed(name: string, fixtures: Fixtures): JsonObject {
  const resource = fixtures.get(name);
  if (resource === undefined) throw new AppError("input_invalid", `there is no fixture \`${name}\``);
  return resource;
}

/** "Nothing else": of the fixtures that no other test of this person, act and purpose names, none may show anything. */
function judgeTheRest(test: SuiteTest, decided: Decided, { suite, fixtures }: Setting): Judged {
  if (test.expect.decision === "allow")
    throw new AppError("input_invalid", `\`${EVERYTHING_ELSE}\` stands for what is denied`);
  const named = new Set(
    suite.suite.tests.filter(({ given }) => sameCall(given, test.given)).map(({ given }) => given.resource),
  );
  const differences: string[] = [];
  for (const [name, resource] of fixtures) {
    if (named.has(name)) continue;
    const observed = observeRecord(decided, resource);
    if (observed.visible) differences.push(`expected deny, but \`${name}\` shows ${shownInWords(observed)}`);
  }
  return { differences, observed: [] };
}

function sameCall(a: Given, b: Given): boolean {
  return a.person === b.person && a.act === b.act && a.purpose === b.purpose && a.case === b.case;
}
