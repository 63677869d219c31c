import { readFile } from "node:fs/promises";
import { assumeScope } from "../decision/assume-scope.ts";
import { decide } from "../decision/decide.ts";
import { readFactsFile } from "../decision/facts-file.ts";
import type { AccessRequest, Decision, Facts, Recipient, Subject } from "../decision/types.ts";
import { AppError } from "../kernel/errors.ts";
import { REASONS } from "../kernel/reasons.ts";
import { fixedClock } from "../kernel/clock.ts";
import { openPolicy } from "../policy/open.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { call, Denied } from "./client.ts";
import { readConfig } from "../config.ts";
import { openPolicyHere } from "./policy-here.ts";

export interface MinimizeOptions {
  readonly as?: string;
  readonly role?: string;
  readonly purpose: string;
  readonly case?: string;
  readonly facts?: string;
  readonly act: "use" | "disclose" | "request";
  readonly recipient?: string;
  readonly verified?: boolean;
}

/** What is known beside the policy, of which a decision is taken again in another thread. */
export interface Known {
  readonly now: number;
  /** As they were read: of a facts file, or of the running server. */
  readonly facts: unknown;
  /** Record scope is assumed. */
  readonly assumed: boolean;
  readonly note: string | null;
}

/** What a file is minimized to, decided before its first byte is read. */
export interface Scoped {
  readonly known: Known;
  readonly policy: CompiledPolicy;
  readonly decision: Decision;
  readonly facts: Facts;
  readonly now: number;
  /** For the operator. */
  readonly notes: readonly string[];
}

const CAPABILITY = { use: "read", disclose: "disclose", request: "request" } as const;

/**
 * Decides for a person or a role.
 * @throws AppError `usage` when it is not said for whom, or facts are missing; Denied with the decision's reasons
 */
export async function scopeOf(options: MinimizeOptions): Promise<Scoped> {
  const { policy, now } = await openPolicyHere();
  // Before a server is asked for facts: without a subject there is nothing to ask.
  subjectOf(options, policy);
  return decideScope(options, policy, await knownOf(options, now));
}

/** The same in another thread. */
export async function scopeAgain(options: MinimizeOptions, known: Known): Promise<Scoped> {
  const { policyDir } = readConfig(process.env, process.cwd());
  return decideScope(options, await openPolicy(policyDir, fixedClock(known.now)), known);
}

function decideScope(options: MinimizeOptions, policy: CompiledPolicy, known: Known): Scoped {
  const { now, assumed, note } = known;
  const facts = readFactsFile(known.facts, policy, options.as ?? null);
  const request: AccessRequest = {
    act: options.act,
    subject: subjectOf(options, policy),
    purpose: options.purpose,
    caseId: options.case ?? null,
    capability: CAPABILITY[options.act],
    recipient: recipientOf(options),
    exemption: null,
    system: "files",
    channel: "file",
    now,
  };
  const decided = decide(request, policy, facts);
  if (decided.outcome === "deny") throw denial(decided);
  const decision = assumed ? assumeScope(decided) : decided;
  const leftOut =
    decision.segmentsLeftOut.length > 0 ? [`left out by policy: ${decision.segmentsLeftOut.join(", ")}`] : [];
  return { known, policy, decision, facts, now, notes: [...(note ? [note] : []), ...leftOut] };
}

function subjectOf({ as, role }: MinimizeOptions, policy: CompiledPolicy): Subject {
  if ((as === undefined) === (role === undefined)) {
    throw new AppError("usage", "for whom?", { hint: "give either `--as PERSON` or `--role ROLE`" });
  }
  const nobody = { active: true, patientId: null, baa: null, scopes: null };
  if (role !== undefined) {
    if (!policy.roles.has(role)) {
      throw new AppError("usage", `the policy has no role \`${role}\``, {
        hint: [...policy.roles.keys()].join(", "),
      });
    }
    return { ...nobody, personId: role, roles: [role] };
  }
  const person = policy.people.find(({ id }) => id === as);
  if (person === undefined) {
    throw new AppError("usage", `the policy names no person \`${as}\``, {
      hint: "use `--role` with `--facts`",
    });
  }
  const patientId = /^Patient\/(.+)$/.exec(person.fhirUser ?? "")?.[1] ?? null;
  return { ...nobody, personId: person.id, roles: person.roles, patientId };
}

/** Facts from the file; else, for a person, from the running server; else, for a role, assumed and said so. */
async function knownOf(options: MinimizeOptions, now: number): Promise<Known> {
  if (options.facts !== undefined)
    return { now, facts: await readJson(options.facts), assumed: false, note: null };
  if (options.role !== undefined) {
    return {
      now,
      facts: {},
      assumed: true,
      note: `record scope was assumed: every record counts as one that \`${options.role}\` is related to`,
    };
  }
  return {
    now,
    facts: await ownFactsFromServer(options),
    assumed: false,
    note: "relation facts came from the running server",
  };
}

async function ownFactsFromServer(options: MinimizeOptions): Promise<unknown> {
  try {
    return await call("GET", "/api/v1/relations/mine", {
      as: options.as,
      purpose: options.purpose,
      case: options.case,
    });
  } catch (cause) {
    if (cause instanceof Denied) throw cause;
    throw new AppError("usage", "the relations of this person are not known", {
      cause,
      hint: "give `--facts FILE`, start the server, or use `--role` alone",
    });
  }
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as unknown;
  } catch (cause) {
    throw new AppError("usage", `\`${file}\` is not a readable JSON file`, { cause });
  }
}

function recipientOf({ recipient, verified }: MinimizeOptions): Recipient | null {
  if (recipient === undefined) return null;
  return { class: recipient as Recipient["class"], id: recipient, verified: verified === true };
}

function denial(decision: Decision): Denied {
  const [reason] = decision.reasons;
  const code = reason?.code ?? "evaluation_error";
  const { status, title, next } = REASONS[code];
  const rule = reason?.rule ? { rule: reason.rule } : {};
  return new Denied({ status, body: { code, title, detail: reason?.detail, next, ...rule } });
}
