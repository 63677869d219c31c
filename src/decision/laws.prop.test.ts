import { assert, noBias, property, uint8Array } from "fast-check";
import { describe, expect, it } from "vitest";
import type { RelationFact } from "../catalogue/relations.ts";
import { atMost, KEEP } from "../catalogue/transforms.ts";
import type { RecordFacts } from "../catalogue/types.ts";
import type { CompiledPolicy, CompiledRole } from "../policy/types.ts";
import { decide } from "./decide.ts";
import { grantedSomewhere, keptEverywhere, reachOf } from "./reach.ts";
import { buildRelationIndex } from "./relation-index.ts";
import type { Call } from "./testing/call.ts";
import { randomCall } from "./testing/call.ts";
import { Tape } from "./testing/tape.ts";
import type { Lattice } from "./testing/world.ts";
import { INSTANT as NOW, randomPolicy } from "./testing/world.ts";
import type { AccessRequest, Facts, Restriction } from "./types.ts";
import { viewOf } from "./view.ts";

const RUNS = Math.ceil(Number(process.env["FUZZ_RUNS"] ?? 100_000) / 200);
const CALLS = 8;

interface World extends Call {
  readonly policy: CompiledPolicy;
  /** For choices of the law itself. */
  readonly tape: Tape;
}

function forEveryWorld(law: (world: World) => void, lattice: Lattice = "comparable"): void {
  const bytes = noBias(uint8Array({ minLength: 2500, maxLength: 2500 }));
  const check = (tape: Tape): void => {
    const policy = randomPolicy(tape, lattice);
    for (let n = 0; n < CALLS; n++) law({ ...randomCall(tape, policy, lattice), policy, tape });
  };
  assert(
    property(bytes, (raw) => check(new Tape(raw))),
    { numRuns: RUNS, endOnFailure: true },
  );
}

function seen(
  request: AccessRequest,
  policy: CompiledPolicy,
  facts: Facts,
  record: RecordFacts,
): readonly number[] {
  const view = viewOf(decide(request, policy, facts), record, facts);
  return policy.catalogue.elements.map(({ index }) => view?.elements[index] ?? 0);
}

function expectNoMore(less: readonly number[], more: readonly number[]): void {
  const beyond = less.filter((code, i) => !atMost(code, more[i] ?? 0));
  expect(beyond).toEqual([]);
}

function withGrants(
  policy: CompiledPolicy,
  change: (role: CompiledRole) => CompiledRole["grants"],
): CompiledPolicy {
  const roles = [...policy.roles].map(([id, role]) => [id, { ...role, grants: change(role) }] as const);
  return { ...policy, roles: new Map(roles) };
}

describe("laws", { timeout: 120_000 }, () => {
  it("F007 DEC-LAW-1 removing any grant never adds access", () => {
    forEveryWorld(({ request, policy, facts, records, tape }) => {
      const removed = tape.below(8);
      const standing = withGrants(policy, ({ grants }) => grants.filter((_, i) => i !== removed));
      const fewer = { ...standing, exceptions: policy.exceptions?.slice(removed % 2) ?? [] };
      const poorer: Facts = { ...facts, grants: facts.grants.slice(1) };
      for (const record of records) {
        expectNoMore(seen(request, fewer, facts, record), seen(request, policy, facts, record));
        expectNoMore(seen(request, policy, poorer, record), seen(request, policy, facts, record));
      }
    });
  });

  it("F007 DEC-DENY-1 a policy without grants shows nothing", () => {
    forEveryWorld(({ request, policy, facts, records }) => {
      const none = { ...withGrants(policy, () => []), exceptions: [] };
      for (const record of records)
        expect(new Set(seen(request, none, { ...facts, grants: [] }, record))).toEqual(new Set([0]));
    });
  });

  it("DEC-LAW-2 a patient's restriction never adds access", () => {
    forEveryWorld(({ request, policy, facts, records, tape }) => {
      const elements = new Uint8Array(policy.catalogue.elements.length).fill(tape.chance(50) ? KEEP : 0);
      const lists = { refs: [], recipientClasses: [], bases: [] };
      const more: Restriction = { id: "more", patientId: "p1", kind: "agreed", elements, ...lists };
      const restricted: Facts = { ...facts, restrictions: [...facts.restrictions, more] };
      for (const record of records)
        expectNoMore(seen(request, policy, restricted, record), seen(request, policy, facts, record));
    });
  });

  it("DEC-LAW-2 an agreement and scopes never add access", () => {
    forEveryWorld(({ request, policy, facts, records }) => {
      const subject = { ...request.subject, baa: null, scopes: null };
      for (const record of records)
        expectNoMore(
          seen(request, policy, facts, record),
          seen({ ...request, subject }, policy, facts, record),
        );
    });
  });

  it("DEC-LAW-2 a longer never-list never adds access", () => {
    forEveryWorld(({ request, policy, facts, records, tape }) => {
      const at = tape.below(policy.catalogue.elements.length);
      const stricter = [...policy.purposes].map(([id, purpose]) => {
        const never = purpose.never.map((code, i) => (i === at ? 0 : code));
        return [id, { ...purpose, never, neverSegments: purpose.neverSegments | tape.below(8) }] as const;
      });
      const narrowed: CompiledPolicy = { ...policy, purposes: new Map(stricter) };
      for (const record of records)
        expectNoMore(seen(request, narrowed, facts, record), seen(request, policy, facts, record));
    });
  });

  it("DEC-LAW-3 the order of roles, grants and facts does not matter", () => {
    forEveryWorld(({ request, policy, facts, records }) => {
      const turned = withGrants(policy, ({ grants }) => grants.toReversed());
      const roles = request.subject.roles.toReversed();
      const again: AccessRequest = { ...request, subject: { ...request.subject, roles } };
      const other: Facts = {
        ...facts,
        relations: buildRelationIndex(relationFacts(facts, policy).toReversed()),
        authorizations: facts.authorizations.toReversed(),
        consents: facts.consents.toReversed(),
        restrictions: facts.restrictions.toReversed(),
        grants: facts.grants.toReversed(),
      };
      for (const record of records)
        expect(seen(again, turned, other, record)).toEqual(seen(request, policy, facts, record));
    }, "any");
  });

  it("F010 DEC-LAW-4 once everything has begun, time passing never adds access", () => {
    forEveryWorld(({ request, policy, facts, records, tape }) => {
      const begun = allBegun(facts, policy);
      const dated = (policy.exceptions ?? []).map((grant) => ({
        ...grant,
        period: { ...grant.period, from: 0 },
      }));
      const started: CompiledPolicy = { ...policy, exceptions: dated };
      const { baa } = request.subject;
      const subject = { ...request.subject, baa: baa === null ? null : { ...baa, from: NOW - 1 } };
      const earlier = { ...request, subject, now: NOW };
      const later = { ...earlier, now: NOW + tape.pick([1, 999, 1000, 900_000, 2_000_000]) };
      for (const record of records)
        expectNoMore(seen(later, started, begun, record), seen(earlier, started, begun, record));
    });
  });

  it("DEC-LAW-5 a declaration shows no more than the purposes it stands for, each declared itself", () => {
    forEveryWorld(({ request, policy, facts, records }) => {
      const { purposes } = decide(request, policy, facts);
      for (const record of records) {
        const alone = purposes.map((purpose) => seen({ ...request, purpose }, policy, facts, record));
        for (const [i, code] of seen(request, policy, facts, record).entries())
          expect(code === 0 || alone.some((codes) => atMost(code, codes[i] ?? 0))).toBe(true);
      }
    });
  });

  it("DEC-WHY-7 DEC-LAW-5 the purposes of a decision are among those that the subject has", () => {
    forEveryWorld(({ request, policy, facts }) => {
      const granted = request.subject.roles.flatMap((role) => policy.roles.get(role)?.grants ?? []);
      const own = new Set(
        [...granted, ...(policy.exceptions ?? []), ...facts.grants].map(({ purpose }) => purpose),
      );
      expect(decide(request, policy, facts).purposes.filter((purpose) => !own.has(purpose))).toEqual([]);
    });
  });

  it("DEC-LAW-6 DEC-REACH-1 DEC-REACH-2 DEC-REACH-3 what is visible lies within what is said of all records", () => {
    forEveryWorld(({ request, policy, facts, records }) => {
      const decision = decide(request, policy, facts);
      const reach = reachOf(decision, facts);
      for (const record of records) {
        const view = viewOf(decision, record, facts);
        if (view === null) continue;
        const codes = [...view.elements];
        expectNoMore(codes, [...grantedSomewhere(decision, record.type)]);
        expect(record.patients.filter((id) => !reach.patients.has(id))).toEqual([]);
        expect(record.patients.length > 0 || reach.directory).toBe(true);
        const kept = keptEverywhere(decision, record.type);
        expect(codes.filter((code, i) => kept[i] === 1 && code !== KEEP)).toEqual([]);
      }
    }, "any");
  });
});

function relationFacts(facts: Facts, policy: CompiledPolicy): RelationFact[] {
  return [...policy.relations.keys()].flatMap((relation) =>
    [...facts.relations.patients(relation)].flatMap((patientId) => facts.relations.find(relation, patientId)),
  );
}

/** The same facts, each begun before now; ends stay where they are. */
function allBegun(facts: Facts, policy: CompiledPolicy): Facts {
  const from = NOW - 1;
  return {
    ...facts,
    relations: buildRelationIndex(relationFacts(facts, policy).map((fact) => ({ ...fact, from }))),
    authorizations: facts.authorizations.map((authorization) => ({ ...authorization, signedAt: from })),
    consents: facts.consents.map((consent) => ({ ...consent, from })),
    restrictions: facts.restrictions,
    grants: facts.grants.map((grant) => ({ ...grant, from })),
  };
}
