import type { RecordedRelease } from "../../../audit/types.ts";
import type { RelationFact } from "../../../catalogue/relations.ts";
import { buildRelationIndex } from "../../../decision/relation-index.ts";
import type { Facts } from "../../../decision/types.ts";
import type { Caller, Credentials, Person } from "../../../identity/types.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Asked, Pipeline } from "../../../pipeline.ts";
import type { CompiledPolicy } from "../../../policy/types.ts";
import type { PdpDeps, SubjectDirectory } from "../ports.ts";
import { FHIR_VOCABULARY } from "../vocabulary.ts";

/** Relation, person, whom or what it is about. */
export type HeldRelation = readonly [relation: string, person: string, about: string];

export interface Entry {
  readonly personId: string | null;
  readonly asked: Asked;
  readonly release: RecordedRelease;
}

export interface Desk {
  readonly deps: PdpDeps;
  readonly entries: Entry[];
  /** While true, the record cannot be written. */
  recordFails: boolean;
}

export interface DeskParts {
  readonly policy: CompiledPolicy;
  readonly people: readonly Person[];
  readonly facts: readonly HeldRelation[];
  readonly more?: Partial<PdpDeps>;
}

export const NOW = Date.parse("2026-05-04T15:00:00Z");
const DAY = 86_400_000;

/** A decision API without a database. Bearer tokens are person ids; `pep` is the registered enforcement point. */
export function openDesk(parts: DeskParts): Desk {
  const entries: Entry[] = [];
  const people = new Map(parts.people.map((person) => [person.id, person]));
  const desk: Desk = {
    entries,
    recordFails: false,
    deps: {
      vocabulary: FHIR_VOCABULARY,
      pipeline: pipelineOf(parts, people, async (entry) => {
        if (desk.recordFails) throw new Error("disk full");
        entries.push(entry);
        return `entry-${entries.length}`;
      }),
      subjects: subjectsOf(people),
      records: {
        read: async () => null,
        about: async function* () {},
        lentTo: async (held) => held.map(() => 0),
      },
      enforcementPointOf: ({ person }) =>
        person.id === "pep" ? { clientId: "pep", ofItself: true, act: "use", recipient: null } : null,
      baseUrl: () => "https://pdp.test",
      pageKey: new Uint8Array(32).fill(7),
      ...parts.more,
    },
  };
  return desk;
}

export function personOf(id: string, roles: readonly string[], fhirUser: string | null = null): Person {
  return { id, displayName: id, roles, fhirUser, department: null, manager: null, active: true };
}

function pipelineOf(
  { policy, facts }: DeskParts,
  people: ReadonlyMap<string, Person>,
  append: (entry: Entry) => Promise<string>,
): Pipeline {
  return {
    now: () => NOW,
    policy: () => policy,
    identify: async (credentials) => {
      const person = people.get(/^Bearer (\S+)$/.exec(credentials.authorization ?? "")?.[1] ?? "");
      return person === undefined ? err("unauthenticated") : ok(callerOf(person, credentials));
    },
    requestOf: (caller, asked, now) => ({
      act: asked.act,
      capability: asked.capability,
      recipient: asked.recipient,
      exemption: asked.exemption,
      subject: {
        personId: caller.person.id,
        roles: caller.person.roles,
        active: true,
        patientId: /^Patient\/(.+)$/.exec(caller.person.fhirUser ?? "")?.[1] ?? null,
        baa: null,
        scopes: null,
      },
      purpose: caller.declaredPurpose,
      caseId: caller.caseId,
      system: caller.system,
      channel: caller.channel,
      now,
    }),
    facts: async ({ person }) => factsOf(facts, person.id),
    record: (caller, asked, _decision, release) =>
      append({ personId: caller?.person.id ?? null, asked, release }),
  };
}

function callerOf(person: Person, { purposeHeader, caseHeader, channel }: Credentials): Caller {
  const declared = { declaredPurpose: purposeHeader ?? null, caseId: caseHeader ?? null };
  return { person, sessionId: "s", ...declared, system: "test", channel, scopes: null };
}

function subjectsOf(people: ReadonlyMap<string, Person>): SubjectDirectory {
  const inOrder = [...people.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return {
    find: async (type, id) => (type === "user" ? people.get(id) : undefined),
    list: async (type, after, limit) =>
      type === "user" ? inOrder.filter(({ id }) => after === undefined || id > after).slice(0, limit) : [],
  };
}

function factsOf(facts: readonly HeldRelation[], personId: string): Facts {
  const held = facts.filter(([, person]) => person === personId);
  const index = buildRelationIndex(
    held.map(([relation, , patientId]): RelationFact => ({
      relation,
      patientId,
      from: NOW - DAY,
      until: NOW + DAY,
      syncedAt: NOW,
      refs: [],
      source: "CareTeam/test",
    })),
  );
  return { relations: index, authorizations: [], consents: [], restrictions: [], grants: [] };
}
