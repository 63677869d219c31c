import type { AuditEntry, RecordedRelease } from "../audit/types.ts";
import { parseScopes } from "../decision/smart-scopes.ts";
import type { BaaCeiling, Decision, DeviceLimit, Facts, Subject } from "../decision/types.ts";
import type { RelationIndex } from "../catalogue/relations.ts";
import type { Caller, Credentials, Person } from "../identity/types.ts";
import type { Clock } from "../kernel/clock.ts";
import type { ReasonCode } from "../kernel/reasons.ts";
import type { Result } from "../kernel/result.ts";
import type { Asked, Pipeline } from "../pipeline.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import type { DirectiveFacts } from "./directives.ts";

/** What the pipeline is wired from. */
export interface PipelineParts {
  readonly clock: Clock;
  readonly policy: () => CompiledPolicy | null;
  readonly identify: (credentials: Credentials) => Promise<Result<Caller, ReasonCode>>;
  readonly relationsOf: (person: Person) => Promise<RelationIndex>;
  /** What patients restrict and consent to, all of it: whom a request reaches is for the decision to say. */
  readonly directives: (policy: CompiledPolicy) => Promise<DirectiveFacts>;
  /** What the caller's device limits; not given: nothing is asked of devices. */
  readonly deviceLimit?: (caller: Caller, policy: CompiledPolicy) => Promise<DeviceLimit | null>;
  readonly nextEntryId: () => string;
  /** Resolves when durable. */
  readonly append: (entry: AuditEntry) => Promise<void>;
}

export function createPipeline(parts: PipelineParts): Pipeline {
  return {
    now: () => parts.clock.now(),
    policy: parts.policy,
    identify: parts.identify,
    requestOf: (caller, asked, now, policy) => ({
      ...actOf(caller, asked),
      capability: asked.capability,
      exemption: asked.exemption,
      subject: subjectOf(caller, policy ?? parts.policy()),
      purpose: caller.declaredPurpose,
      caseId: caller.caseId,
      system: caller.system,
      channel: caller.channel,
      now,
    }),
    facts: async (caller, policy) => {
      const [relations, directives, device] = await Promise.all([
        parts.relationsOf(caller.person),
        parts.directives(policy),
        deviceLimitOf(parts, caller, policy),
      ]);
      const facts = factsWith(relations, directives);
      return device === null ? facts : { ...facts, device };
    },
    record: async (caller, asked, decision, release) => {
      const entry = entryOf(
        parts.nextEntryId(),
        parts.clock.now(),
        caller,
        asked,
        decision,
        release,
        parts.policy(),
      );
      await parts.append(entry);
      return entry.id;
    },
  };
}

/** INVARIANT: where the policy asks for devices and nothing can tell of them, nobody comes by one that is proven. */
async function deviceLimitOf(
  { deviceLimit }: PipelineParts,
  caller: Caller,
  policy: CompiledPolicy,
): Promise<DeviceLimit | null> {
  if (policy.devices === undefined) return null;
  if (deviceLimit === undefined) return { why: "unproven", elements: policy.devices.otherwise };
  return deviceLimit(caller, policy);
}

/** Until agreements are kept here, nobody of a vendor has one: 45 CFR 164.502(e) lets nothing out without it. */
const NO_AGREEMENT: Omit<BaaCeiling, "elements"> = {
  id: "none",
  from: 0,
  until: 0,
  purposes: [],
  systems: [],
};

/** Who asks, as the decision sees them under this policy. */
export function subjectOf(
  { person, scopes, token }: Pick<Caller, "person" | "scopes" | "token">,
  policy: CompiledPolicy | null,
): Subject {
  const patientId = /^Patient\/(.+)$/.exec(person.fhirUser ?? "")?.[1] ?? null;
  return {
    personId: person.id,
    roles: person.roles,
    active: person.active,
    patientId,
    baa: isVendor(person, policy) ? { ...NO_AGREEMENT, elements: new Uint8Array(0) } : null,
    scopes: scopes === null ? null : parseScopes(scopes, token?.launchPatient ?? patientId),
  };
}

/**
 * What the call is, and to whom: a client that is registered to disclose discloses whatever it gets, and to the recipient
 * of its registration alone (45 CFR 164.514(d)(3)).
 */
export function actOf(
  caller: Pick<Caller, "client"> | null,
  asked: Pick<Asked, "act" | "recipient">,
): Pick<Asked, "act" | "recipient"> {
  const client = caller?.client;
  if (client?.act === "disclose") return { act: "disclose", recipient: client.recipient };
  return { act: asked.act, recipient: asked.recipient };
}

function isVendor(person: Person, policy: CompiledPolicy | null): boolean {
  return person.roles.some((role) => policy?.roles.get(role)?.kind === "vendor");
}

/** Where only standing grants are looked at, as for posture. */
export const NO_DIRECTIVES: DirectiveFacts = { restrictions: [], consents: [] };

/** Authorizations and temporary grants come with their workflows; until then there are none. */
export function factsWith(relations: RelationIndex, directives: DirectiveFacts): Facts {
  return { relations, authorizations: [], grants: [], ...directives };
}

function entryOf(
  id: string,
  at: number,
  caller: Caller | null,
  asked: Asked,
  decision: Decision | null,
  release: RecordedRelease,
  policy: CompiledPolicy | null,
): AuditEntry {
  const permitted = release.outcome === "permit" ? release : undefined;
  const came = actOf(caller, asked);
  return {
    id,
    at,
    personId: caller?.person.id ?? null,
    roles: caller?.person.roles ?? [],
    act: came.act,
    interaction: asked.interaction,
    resourceType: asked.resourceType,
    purpose: caller?.declaredPurpose ?? null,
    purposes: decision?.purposes ?? [],
    basis: basisOf(decision),
    rules: permitted === undefined ? ruleOfDenial(decision) : rulesOfPermit(permitted.rules, decision),
    grantIds: permitted?.grantIds ?? [],
    policyHash: decision?.policyHash ?? policy?.hash ?? "",
    system: caller?.system ?? "",
    channel: asked.credentials.channel,
    outcome: release.outcome,
    reason: release.reason,
    released: permitted?.released ?? [],
    withheldCount: permitted?.withheldCount ?? 0,
    recordCount: permitted?.records.length ?? 0,
    changes: permitted?.changes ?? [],
    ...(release.partOf === undefined ? {} : { partOf: release.partOf }),
    ...exceptionsOf(decision, permitted?.grantIds ?? []),
    recipient: came.recipient?.id ?? null,
    patients: permitted?.patients ?? [],
    records: permitted?.records ?? [],
    query: asked.query,
  };
}

/** Of the grants that gave something, those that stand outside what the role has. */
function exceptionsOf(
  decision: Decision | null,
  grantIds: readonly string[],
): Pick<AuditEntry, "exceptions"> {
  const used = decision?.slices.filter(({ grantId }) => grantId !== null && grantIds.includes(grantId)) ?? [];
  const kinds = new Set(used.flatMap(({ grantKind }) => grantKind ?? []));
  return kinds.size === 0 ? {} : { exceptions: [...kinds].toSorted() };
}

/** `exempt:treatment` where a slice rests on an exemption, else the bases of the purposes. */
function basisOf(decision: Decision | null): string | null {
  if (decision === null || decision.slices.length === 0) return null;
  const bases = decision.slices.map((slice) => (slice.exemption ? `exempt:${slice.exemption}` : slice.basis));
  return [...new Set(bases)].toSorted().join(" ");
}

/** Where an answer held nothing, no rule gave anything: it rests on those under which one might ask. */
function rulesOfPermit(gave: readonly string[], decision: Decision | null): readonly string[] {
  if (gave.length > 0 || decision === null) return gave;
  return [...new Set(decision.slices.map(({ rule }) => rule))].toSorted();
}

function ruleOfDenial(decision: Decision | null): readonly string[] {
  return decision?.reasons.flatMap((reason) => (reason.rule === null ? [] : [reason.rule])) ?? [];
}
