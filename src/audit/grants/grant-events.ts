/**
 * The life of a temporary grant in the record: whoever asks for, decides, changes, opens, closes or ends one writes an entry
 * of this closed list (45 CFR 164.312(b), 164.316(b)(1)(ii)). What was done under the grant names it in `grantIds`.
 */
import { AppError } from "../../kernel/errors.ts";
import type { AuditEntry, ExceptionKind } from "../types.ts";

export const GRANT_EVENTS = ["asked", "decided", "changed", "opened", "closed", "expired"] as const;
export type GrantEvent = (typeof GRANT_EVENTS)[number];

/** What was decided; `narrowed`: less than was asked for. */
export const GRANT_DECISIONS = ["approved", "narrowed", "rejected"] as const;
export type GrantDecision = (typeof GRANT_DECISIONS)[number];

export interface GrantAct {
  /** Of the entry; UUIDv7. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly grant: string;
  readonly kind: ExceptionKind;
  readonly event: GrantEvent;
  /** Who did it, with their roles; null of what ended by its time. */
  readonly by: Pick<AuditEntry, "personId" | "roles"> | null;
  /** Whom the grant is about. */
  readonly patients: readonly string[];
  readonly decision?: GrantDecision;
  /** Until when the grant holds from now on, milliseconds since 1970. */
  readonly until?: number;
  readonly purpose: string | null;
  readonly purposes: readonly string[];
  readonly policyHash: string;
  readonly system: string;
  readonly channel: string;
}

/**
 * Writes the entry of a grant's act; resolves when it is durable.
 * @throws AppError `input_invalid` for an act that does not say what its kind has to; as `append` does
 */
export async function recordGrantEvent(
  append: (entry: AuditEntry) => Promise<void>,
  act: GrantAct,
): Promise<void> {
  await append(grantEntry(act));
}

/**
 * The entry. It carries the grant's kind, so that it is found among the exceptions (AUD-113), and `changes` that are read
 * back by `decisionOf` and `untilOf`.
 * @throws AppError `input_invalid`: a decision without its outcome, an opening without its end, nobody who did it where it
 * did not end by its time, or broken glass that names not exactly one patient
 */
export function grantEntry(act: GrantAct): AuditEntry {
  const lacking = lackOf(act);
  if (lacking !== null)
    throw new AppError("input_invalid", `a grant that was ${act.event} names ${lacking}`, {
      hint: "write the act with all that its kind says",
    });
  const { id, at, grant, kind, event, by, patients, decision, until, ...context } = act;
  return {
    id,
    at,
    personId: by?.personId ?? null,
    roles: by?.roles ?? [],
    act: "use",
    interaction: `grant.${event}`,
    resourceType: null,
    ...context,
    basis: null,
    rules: [],
    grantIds: [grant],
    exceptions: [kind],
    outcome: "permit",
    reason: null,
    released: [],
    withheldCount: 0,
    recordCount: 0,
    changes: [
      ...(decision === undefined ? [] : [`decision ${decision}`]),
      ...(until === undefined ? [] : [`until ${new Date(until).toISOString()}`]),
    ],
    recipient: null,
    patients,
    records: [],
    query: null,
  };
}

/** What an act has to name and does not; null: nothing. Broken glass is for one patient (164.312(a)(2)(ii)). */
function lackOf({ event, kind, by, decision, until, patients }: GrantAct): string | null {
  if (by === null && event !== "expired") return "who did it";
  if ((event === "decided") !== (decision !== undefined)) return "a decision, and no other does";
  if (event === "opened" && until === undefined) return "until when";
  if (kind === "break-glass" && new Set(patients).size !== 1) return "exactly one patient";
  return null;
}

/** Which act on a grant the entry is; null: none. */
export function grantEventOf({ interaction }: Pick<AuditEntry, "interaction">): GrantEvent | null {
  const [kind, name] = interaction.split(".");
  return kind === "grant" ? (GRANT_EVENTS.find((event) => event === name) ?? null) : null;
}

/** What the entry of a decision decided; null: it is none. */
export function decisionOf({ changes }: Pick<AuditEntry, "changes">): GrantDecision | null {
  return GRANT_DECISIONS.find((decision) => changes.includes(`decision ${decision}`)) ?? null;
}

/** Until when a grant holds since this entry, milliseconds since 1970; null: it does not say. */
export function untilOf({ changes }: Pick<AuditEntry, "changes">): number | null {
  const line = changes.find((change) => change.startsWith("until "));
  const until = line === undefined ? NaN : Date.parse(line.slice("until ".length));
  return Number.isNaN(until) ? null : until;
}
