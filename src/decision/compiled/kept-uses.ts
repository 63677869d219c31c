import { getOrAdd } from "../get-or-add.ts";
import type { Capability } from "../../catalogue/vocabulary.ts";
import type { AccessRequest, Decision, ScopeCeiling } from "../types.ts";
import type { UsePlan } from "./use-plan.ts";

/** A permitted use, and its plan where it has one. */
export interface StandingUse {
  readonly decision: Decision;
  readonly plan: UsePlan | null;
}

/** The end of a list in a path: no name is null. */
const END = null;
/** Begins the types that scopes cover. */
const SCOPED = "scoped";

class Branch {
  readonly next = new Map<string | null, Branch>();
  use: StandingUse | undefined;
}

/**
 * The uses that were decided under one policy, by all that `evaluate` reads of an ordinary use. A path of names, not a
 * text of them: nothing that a caller writes can imitate a boundary. Bounded, since a caller chooses parts of it.
 */
export class KeptUses {
  private readonly atMost: number;
  private readonly epochs = new Map<number, Branch>();
  private size = 0;

  constructor(atMost: number) {
    this.atMost = atMost;
  }

  /** @param epoch of the policy's dated exceptions, within which the hour makes no difference. */
  find(request: AccessRequest, epoch: number): StandingUse | undefined {
    const { subject, capability, system, channel } = request;
    let at = this.epochs.get(epoch);
    for (let n = 0; n < subject.roles.length; n++) at = at?.next.get(subject.roles[n] ?? END);
    at = at?.next.get(END)?.next.get(system)?.next.get(channel)?.next.get(capability);
    at = subject.scopes === null ? at : along(at, subject.scopes, capability);
    return at?.next.get(END)?.next.get(request.purpose)?.next.get(request.caseId)?.use;
  }

  /** Keeps the use for requests like this one. */
  keep(request: AccessRequest, epoch: number, use: StandingUse): void {
    if (this.size >= this.atMost) this.empty();
    this.size += 1;
    let at = getOrAdd(this.epochs, epoch, () => new Branch());
    for (const name of pathOf(request)) at = getOrAdd(at.next, name, () => new Branch());
    at.use = use;
  }

  private empty(): void {
    this.epochs.clear();
    this.size = 0;
  }
}

/** Past the types that scopes cover: a token without any is not limited, and has no such stretch. */
function along(
  from: Branch | undefined,
  scopes: readonly ScopeCeiling[],
  capability: Capability,
): Branch | undefined {
  let at = from?.next.get(SCOPED);
  for (const { type, can } of scopes) if (can.has(capability)) at = at?.next.get(type);
  return at;
}

function pathOf({ subject, capability, system, channel, purpose, caseId }: AccessRequest): (string | null)[] {
  const covered = subject.scopes?.filter(({ can }) => can.has(capability)).map(({ type }) => type);
  const scopes = covered === undefined ? [] : [SCOPED, ...covered];
  return [...subject.roles, END, system, channel, capability, ...scopes, END, purpose, caseId];
}
