import type { Facts } from "../decision/types.ts";
import type { DirectiveStore } from "../governance/directives/directive.ts";
import { everyDirective } from "../governance/directives/directive.ts";
import { isActive } from "../governance/directives/consents/acts.ts";
import { type ConsentDesk, createConsentDesk } from "../governance/directives/consents/desk.ts";
import { consentFactOf } from "../governance/directives/consents/facts.ts";
import type { ConsentStore, PatientConsent } from "../governance/directives/consents/types.ts";
import { isInForce } from "../governance/directives/restrictions/acts.ts";
import { createRestrictionDesk, type RestrictionDesk } from "../governance/directives/restrictions/desk.ts";
import { restrictionFactOf } from "../governance/directives/restrictions/facts.ts";
import type { PatientRestriction, RestrictionStore } from "../governance/directives/restrictions/types.ts";
import type { RecordSealer } from "../keys/ports.ts";
import type { Clock } from "../kernel/clock.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import type { Database } from "../store/database.ts";
import { createDirectiveStore } from "../store/directive-store.ts";

/** What patients have told us, as far as decisions depend on it. */
export type DirectiveFacts = Pick<Facts, "restrictions" | "consents">;

export interface Directives {
  readonly restrictions: RestrictionDesk;
  readonly consents: ConsentDesk;
  /** What is in force now. @throws AppError when it cannot be read: then nothing is decided */
  factsUnder(policy: CompiledPolicy): Promise<DirectiveFacts>;
}

export interface DirectiveParts {
  readonly database: Database;
  readonly sealer: RecordSealer;
  readonly clock: Clock;
}

/** Restrictions and consents, kept sealed and read again as soon as anybody, in any process, has acted on one. */
export function openDirectives({ database, sealer, clock }: DirectiveParts): Directives {
  return directivesOver(
    createDirectiveStore(database.kysely, sealer, "restriction"),
    createDirectiveStore(database.kysely, sealer, "part2-consent"),
    clock,
  );
}

/** The same over these stores. */
export function directivesOver(
  restrictions: RestrictionStore,
  consents: ConsentStore,
  clock: Clock,
): Directives {
  const agreed = remembered(restrictions, ["accept"]);
  const given = remembered(consents, ["record"]);
  const facts = new WeakMap<PatientRestriction, readonly [CompiledPolicy, Facts["restrictions"][number]]>();
  const factOf = (restriction: PatientRestriction, policy: CompiledPolicy): Facts["restrictions"][number] => {
    const known = facts.get(restriction);
    if (known?.[0] === policy) return known[1];
    const fact = restrictionFactOf(restriction, policy.catalogue);
    facts.set(restriction, [policy, fact]);
    return fact;
  };
  return {
    restrictions: createRestrictionDesk(restrictions, clock),
    consents: createConsentDesk(consents, clock),
    factsUnder: async (policy) => {
      const [bound, lifted] = await Promise.all([agreed(), given()]);
      const now = clock.now();
      return {
        restrictions: bound.filter((one) => isInForce(one, now)).map((one) => factOf(one, policy)),
        consents: lifted.filter((one: PatientConsent) => isActive(one, now)).map(consentFactOf),
      };
    },
  };
}

/** Every directive whose last act is one of these, read again when the store says that something was done. */
function remembered<Terms, Kind extends string>(store: DirectiveStore<Terms, Kind>, latest: readonly Kind[]) {
  let known:
    | { readonly version: string; readonly all: ReturnType<typeof everyDirective<Terms, Kind>> }
    | undefined;
  return async () => {
    // Asked before the list is: what is done between the two is read again next time.
    const version = await store.version();
    if (known?.version === version) return known.all;
    const read = { version, all: everyDirective(store, latest) };
    known = read;
    read.all.catch(() => {
      if (known === read) known = undefined;
    });
    return read.all;
  };
}
