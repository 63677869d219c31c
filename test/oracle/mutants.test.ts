import { describe, expect, it } from "vitest";
import type { TransformVector } from "../../src/catalogue/transforms.ts";
import type { Call } from "../../src/decision/testing/call.ts";
import { randomCall } from "../../src/decision/testing/call.ts";
import { randomPolicy } from "../../src/decision/testing/world.ts";
import type { CompiledGrant, CompiledPolicy, CompiledPurpose } from "../../src/policy/types.ts";
import type { CedarExport } from "../../src/policy/export/cedar/export.ts";
import { exportToCedar } from "../../src/policy/export/cedar/export.ts";
import { openOracle } from "./cedar-oracle.ts";
import { seededTape } from "./seeded-tape.ts";
import type { Triple } from "./triples.ts";
import { disagreementsOf, sampleOf, triplesOf } from "./triples.ts";

/** An oracle that agrees with everything proves nothing: each of these wrong exports and engines must be found out. */
const POLICIES = 60;
const CALLS_PER_POLICY = 200;
const TRIPLES_PER_POLICY = 120;
const TAPE_LENGTH = 30_000;

type Statements = ReadonlyMap<string, string>;

/** Without the forbids whose id fits. */
function without(id: RegExp): (statements: Statements) => Statements {
  return (statements) => new Map([...statements].filter(([key]) => !id.test(key)));
}

/** The grants without the condition that fits. */
function widened(condition: RegExp): (statements: Statements) => Statements {
  return (statements) =>
    new Map(
      [...statements].map(([id, text]) => [
        id,
        id.startsWith("role:") ? text.replace(condition, "when { true }") : text,
      ]),
    );
}

const WRONG_EXPORTS: Readonly<Record<string, (statements: Statements) => Statements>> = {
  "forgets that an account has ended": without(/^caller:ended$/u),
  "forgets who declares what": without(/^purpose:[a-z]+$/u),
  "forgets the ceilings of purposes": without(/^ceiling:never\/[a-z]+$/u),
  "forgets the segments a purpose never opens": without(/^ceiling:never\/[a-z]+\/segments$/u),
  "forgets what a disclosure may hold": without(/^purpose:[a-z]+\/disclose$/u),
  "forgets what a request may hold": without(/^purpose:[a-z]+\/request$/u),
  "forgets how far exemptions reach": without(/^exempt:(?!no-fallback|unknown)/u),
  "forgets that a claim does not fall back": without(/^exempt:no-fallback$/u),
  "forgets the authorization that psychotherapy notes need": without(/^ceiling:segment\/psychotherapy$/u),
  "forgets the consent that Part 2 records need": without(/^ceiling:segment\/part2$/u),
  "forgets self-pay restrictions": without(/^ceiling:restriction\/self-pay$/u),
  "forgets agreed restrictions": without(/^ceiling:restriction\/agreed$/u),
  "forgets the business associate agreement": without(/^ceiling:baa$/u),
  "forgets the device": without(/^ceiling:device$/u),
  "forgets the scopes of the token": without(/^ceiling:scope$/u),
  "forgets records that name no patient": without(/^record:attributed$/u),
  "forgets approvals": without(/^grant:approval$/u),
  "forgets broken glass": without(/^grant:break-glass$/u),
  "gives every element of a grant's records": widened(
    /when \{ [^\n]*context\.act != "use" \|\|[\s\S]*?\}(?=\n|;)/u,
  ),
  "gives grants to whoever has no relation": widened(/when \{ resource\.relations[^\n]*\}/u),
  "gives grants outside their segments": widened(
    /when \{ context\.ground like "exempt:\*" \|\| resource\.segments\.isEmpty\(\) \}/u,
  ),
  "gives dated exceptions for ever": (statements) =>
    new Map(
      [...statements].map(([id, text]) => [
        id,
        id.startsWith("exception:") ? text.replace(/when \{ context\.now [^\n]*\}/u, "when { true }") : text,
      ]),
    ),
};

/** Every element in full. */
function everything(vector: TransformVector): TransformVector {
  return vector.map(() => 7);
}

function withGrants(policy: CompiledPolicy, change: (grant: CompiledGrant) => CompiledGrant): CompiledPolicy {
  const roles = [...policy.roles].map(
    ([id, role]) => [id, { ...role, grants: role.grants.map(change) }] as const,
  );
  return { ...policy, roles: new Map(roles) };
}

function withPurposes(
  policy: CompiledPolicy,
  change: (purpose: CompiledPurpose) => CompiledPurpose,
): CompiledPolicy {
  return { ...policy, purposes: new Map([...policy.purposes].map(([id, purpose]) => [id, change(purpose)])) };
}

/** An engine that is wrong so answers as the right one would under another policy. */
const WRONG_ENGINES: Readonly<Record<string, (policy: CompiledPolicy) => CompiledPolicy>> = {
  "widens grants": (policy) =>
    withGrants(policy, (grant) => ({ ...grant, elements: everything(grant.elements) })),
  "opens no segments": (policy) => withGrants(policy, (grant) => ({ ...grant, segments: new Map() })),
  "passes over a purpose's ceiling": (policy) =>
    withPurposes(policy, (purpose) => ({ ...purpose, never: everything(purpose.never) })),
  "takes record-bound relations for relations to the patient": (policy) => ({
    ...policy,
    relations: new Map(
      [...policy.relations].map(([id, relation]) => [id, { ...relation, recordBound: false }]),
    ),
  }),
  "forgets the guards of segments": (policy) => ({
    ...policy,
    segments: policy.segments.map((segment) => ({ ...segment, guard: "none" })),
  }),
  "lets facts grow old": (policy) => ({
    ...policy,
    relations: new Map(
      [...policy.relations].map(([id, relation]) => [id, { ...relation, staleAfterMs: Infinity }]),
    ),
  }),
};

describe("the oracle finds out", () => {
  it.each(Object.entries(WRONG_EXPORTS))("F171 oracle: an export that %s", (_, change) => {
    expect(exportFoundOut(change)).toBe(true);
  });

  it.each(Object.entries(WRONG_ENGINES))("F171 oracle: an engine that %s", (_, change) => {
    expect(engineFoundOut(change)).toBe(true);
  });

  it("F171 oracle: nothing, when neither is wrong", () => {
    const [world] = worlds;
    expect(world !== undefined && part(world.exported, world.triples)).toBe(false);
  });
});

interface World {
  readonly policy: CompiledPolicy;
  readonly calls: readonly Call[];
  readonly triples: readonly Triple[];
  readonly exported: CedarExport;
}

/** The same worlds for every mutant. */
const worlds: readonly World[] = Array.from({ length: POLICIES }, (_, n) => {
  const tape = seededTape(n, TAPE_LENGTH);
  const policy = randomPolicy(tape, "comparable");
  const calls = Array.from({ length: CALLS_PER_POLICY }, () => randomCall(tape, policy, "comparable"));
  return {
    policy,
    calls,
    triples: sampleOf(triplesOf(policy, calls), TRIPLES_PER_POLICY),
    exported: exportToCedar(policy),
  };
});

/** Whether a wrong export and the right engine part on any triple. */
function exportFoundOut(change: (statements: Statements) => Statements): boolean {
  return worlds.some((world) => {
    const statements = change(world.exported.statements);
    const gone = [...world.exported.statements.keys()].filter((id) => !statements.has(id));
    return part({ ...world.exported, statements }, concernedBy(world, new Set(gone)));
  });
}

/** Where only forbids are gone, the triples that nothing else forbade on some stand: no other can change. */
function concernedBy(world: World, gone: ReadonlySet<string>): readonly Triple[] {
  if (gone.size === 0 || [...gone].some((id) => id.startsWith("grant:"))) return world.triples;
  return forbidsIn(world)
    .filter(({ forbids }) => forbids.some((ids) => ids.length > 0 && ids.every((id) => gone.has(id))))
    .map(({ triple }) => triple);
}

interface Forbidden {
  readonly triple: Triple;
  readonly forbids: readonly (readonly string[])[];
}

const known = new Map<World, readonly Forbidden[]>();

function forbidsIn(world: World): readonly Forbidden[] {
  const before = known.get(world);
  if (before !== undefined) return before;
  const oracle = openOracle(world.exported);
  const found = world.triples
    .filter(({ shown }) => !shown)
    .map((triple) => ({ triple, forbids: oracle.forbids(triple.at, triple.element) }));
  known.set(world, found);
  return found;
}

/** Whether the right export and a wrong engine do. The facts stay under the right policy. */
function engineFoundOut(change: (policy: CompiledPolicy) => CompiledPolicy): boolean {
  return worlds.some(({ policy, calls, exported }) => {
    const answers = sampleOf(triplesOf(change(policy), calls), TRIPLES_PER_POLICY);
    return part(
      exported,
      answers.map((triple) => ({ ...triple, at: { ...triple.at, policy } })),
    );
  });
}

function part(exported: CedarExport, triples: readonly Triple[]): boolean {
  const oracle = openOracle(exported);
  return triples.some(
    (triple) => disagreementsOf(oracle, [triple], { compared: 0, shown: 0, requests: 0 }).length > 0,
  );
}
