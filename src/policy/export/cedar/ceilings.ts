import type { SegmentDefinition } from "../../../catalogue/types.ts";
import type { CompiledPolicy } from "../../types.ts";
import { isNamed, purposesOf } from "./conditions.ts";
import { allOf, anyOf, forbid, quoted, type Statement } from "./statement.ts";

/** 45 CFR 164.522(a)(1)(v): a restriction does not prevent what 164.512 permits or requires. */
const BEYOND_RESTRICTION = '["oversight", "public-health", "required-by-law"].contains(context.basis)';

/** What binds every policy alike: the caller, the record, the business associate agreement, the token's scopes. */
export function commonStatements(): readonly Statement[] {
  return [
    forbid("caller:ended", { unless: "principal.active" }, ["an account that has ended"]),
    forbid("caller:recipient", { when: ['context.act != "use"'], unless: "context has recipient" }, [
      "a disclosure or request names its recipient, 45 CFR 164.514(h)",
    ]),
    forbid("record:attributed", { unless: "resource.attributed" }, [
      "a record that should name a patient and does not is not there for anyone",
    ]),
    forbid("record:type", { unless: "context.heldBy.contains(resource.type)" }, [
      "an element is shown of the record types that can hold it",
    ]),
    agreement(),
    forbid(
      "ceiling:device",
      { when: ["context has device"], unless: "context.device.contains(context.element)" },
      ["what a device shows that has not proven what the policy asks of it, 45 CFR 164.310(d)"],
    ),
    forbid(
      "ceiling:scope",
      {
        when: ["principal has scopes"],
        unless: anyOf(
          ['"*"', "resource.type"].map(
            (type) => `principal.scopes.contains({type: ${type}, can: ${SCOPED}})`,
          ),
        ),
      },
      ["SMART App Launch 2.2: what no scope of the token covers"],
    ),
  ];
}

const SCOPED = 'if context.act == "use" then context.capability else "read"';

/** 45 CFR 164.504(e): while it runs, for its purposes, in its systems, up to its elements. */
function agreement(): Statement {
  const within = [
    "principal.agreement.from <= context.now && context.now < principal.agreement.until",
    "principal.agreement.purposes.contains(context.purpose)",
    "(principal.agreement.systems.isEmpty() || principal.agreement.systems.contains(context.system))",
    "principal.agreement.elements.contains(context.element)",
  ];
  return forbid("ceiling:baa", { when: ["principal has agreement"], unless: allOf(within) }, [
    "a business associate stays within the agreement: its time, purposes, systems and elements",
  ]);
}

/** What a patient asked to restrict and the practice agreed to, 45 CFR 164.522(a). */
export function restrictionStatements(policy: CompiledPolicy): readonly Statement[] {
  const restricted = (kind: string): string =>
    `context.restrictions.contains({kind: ${quoted(kind)}, basis: context.basis})`;
  const emergencies = purposesOf(policy).flatMap((purpose) => {
    if (purpose.basis !== "emergency" && purpose.code !== "ETREAT") return [];
    const ground = purpose.code === "ETREAT" ? "" : ' && context.basis == "emergency"';
    return [`(context.purpose == ${quoted(purpose.id)}${ground} && ${isNamed(purpose)})`];
  });
  return [
    forbid("ceiling:restriction/self-pay", { when: [restricted("self-pay")], unless: BEYOND_RESTRICTION }, [
      "what the patient paid for in full, 45 CFR 164.522(a)(1)(vi)",
    ]),
    forbid(
      "ceiling:restriction/agreed",
      {
        when: [restricted("agreed")],
        unless: anyOf([BEYOND_RESTRICTION, 'context.ground == "break-glass"', ...emergencies]),
      },
      ["what was agreed with the patient; it yields to emergency treatment, (a)(1)(iii)"],
    ),
  ];
}

/** Segments that need more than a rule: an authorization of the patient, or a Part 2 consent. */
export function segmentStatements(policy: CompiledPolicy): readonly Statement[] {
  return policy.segments
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((segment) => {
      if (segment.guard === "authorization") return authorizationGuard(policy, segment);
      return segment.guard === "part2-consent" ? [consentGuard(segment)] : [];
    });
}

/** 45 CFR 164.508(a)(2): authorization, save the originator's own treatment and what a law compels. */
function authorizationGuard(
  policy: CompiledPolicy,
  { id, bit, title }: SegmentDefinition,
): readonly Statement[] {
  const carried = `resource.segments.contains(${quoted(id)})`;
  const compelled = (["hhs", "required-by-law"] as const).filter((code) => {
    const exemption = policy.exemptions.get(code);
    return exemption !== undefined && (exemption.exceptSegments & (1 << bit)) === 0;
  });
  const lifts = [
    `resource.authorized.contains(${quoted(id)})`,
    '(context.act == "use" && context.ground == "originator" && context.basis == "treatment")',
    ...compelled.map((code) => `context.ground == ${quoted(`exempt:${code}`)}`),
  ];
  return [
    forbid(`ceiling:segment/${id}`, { when: [carried], unless: anyOf(lifts) }, [title]),
    forbid(`ceiling:segment/${id}/individual`, { when: [carried, 'context.basis == "individual"'] }, [
      "outside the right of access, 45 CFR 164.524(a)(1)(i)",
    ]),
  ];
}

/** 42 CFR 2.31–2.33: leaves only with a consent; the patient needs none for their own records, 2.23. */
function consentGuard({ id, title }: SegmentDefinition): Statement {
  return forbid(
    `ceiling:segment/${id}`,
    {
      when: [
        `context.act == "disclose" && context.basis != "individual" && resource.segments.contains(${quoted(id)})`,
      ],
      unless: "resource.consented.contains(context.basis)",
    },
    [title, "leaves only with a consent, 42 CFR 2.31"],
  );
}
