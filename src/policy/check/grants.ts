import { atMost, DROP, join, transformOf } from "../../catalogue/transforms.ts";
import type { Act } from "../../catalogue/vocabulary.ts";
import { finding } from "../diagnostics.ts";
import { byEntry, indexesOf, listed, originOf } from "../resolve/element-list.ts";
import type { Report } from "../resolve/element-name.ts";
import type { ResolvedGrant } from "../resolve/grants.ts";
import { purposesByDeclaration } from "../resolve/declarations.ts";
import type { GrantCapability } from "../source/vocabulary.ts";
import type { ResolvedPolicy } from "../resolve/policy.ts";

/** The act that a capability is of; `approve` and `administer` are of none. */
const ACT_OF: Partial<Record<GrantCapability, Act>> = {
  read: "use",
  search: "use",
  write: "use",
  create: "use",
  update: "use",
  delete: "use",
  locate: "use",
  disclose: "disclose",
  request: "request",
};

/** What must hold of each grant, standing or dated: POL-303, POL-305, POL-307, POL-309, POL-310. */
export function checkGrants(policy: ResolvedPolicy, report: Report): void {
  const togetherOf = declaredTogether(policy);
  const standing = [...policy.roles.values()].flatMap(({ grants }) => grants);
  const grants = [...standing, ...policy.exceptions.map(({ grant }) => grant)];
  for (const grant of grants) {
    checkRelation(grant, report);
    checkCeiling(policy, grant, report);
    checkSegments(policy, grant, report);
    checkActs(grant, report);
  }
  for (const role of policy.roles.keys()) {
    const ofRole = grants.filter((grant) => grant.role === role);
    checkJoins(policy, ofRole, togetherOf, report);
  }
}

function checkRelation({ file, path, relation }: ResolvedGrant, report: Report): void {
  if (relation === undefined || relation.source.permits) return;
  const message = `relation \`${relation.source.id}\` is for monitoring and may not permit`;
  report(
    finding("POL-305", file.at([...path, "on"]), message, "a relation permits where it says `permits: true`"),
  );
}

function checkCeiling(policy: ResolvedPolicy, { purpose, elements }: ResolvedGrant, report: Report): void {
  if (purpose === undefined) return;
  const beyond = indexesOf(elements.vector).filter(
    (index) => !atMost(elements.vector[index] ?? DROP, purpose.ceiling[index] ?? DROP),
  );
  for (const indexes of byEntry(elements, beyond)) {
    const message = `purpose \`${purpose.file.source.id}\` may not give ${listed(policy, indexes)}`;
    const hint = `add it to \`need\` in ${purpose.file.path}, or leave it out here`;
    report(finding("POL-307", originOf(elements, indexes[0] ?? 0), message, hint));
  }
}

function checkSegments(policy: ResolvedPolicy, grant: ResolvedGrant, report: Report): void {
  const { file, path, purpose, segments } = grant;
  for (const bit of segments.keys()) {
    if (purpose === undefined || (purpose.neverSegments & (1 << bit)) === 0) continue;
    const segment = policy.bundle.Segment[bit]?.source.id ?? "";
    const message = `purpose \`${purpose.file.source.id}\` may never give segment \`${segment}\``;
    report(finding("POL-309", file.at([...path, "segments"]), message));
  }
}

function checkActs({ file, path, source, purpose }: ResolvedGrant, report: Report): void {
  for (const [position, capability] of source.can.entries()) {
    const act = ACT_OF[capability];
    if (act === undefined || purpose === undefined || purpose.file.source.acts.includes(act)) continue;
    const message = `\`${capability}\` needs the act \`${act}\`, which purpose \`${source.purpose}\` does not have`;
    report(finding("POL-310", file.at([...path, "can", position]), message));
  }
}

/** For each purpose, those that one declaration can bring about together with it, itself included. */
function declaredTogether({ purposes }: ResolvedPolicy): ReadonlyMap<string, ReadonlySet<string>> {
  const together = new Map<string, Set<string>>([...purposes.keys()].map((id) => [id, new Set([id])]));
  const sources = [...purposes.values()].map(({ file }) => file.source);
  for (const ids of purposesByDeclaration(sources).values()) {
    for (const id of ids) for (const other of ids) together.get(id)?.add(other);
  }
  return together;
}

/** Two grants that can meet on a record must give each element in forms that have a join. */
function checkJoins(
  policy: ResolvedPolicy,
  grants: readonly ResolvedGrant[],
  togetherOf: ReadonlyMap<string, ReadonlySet<string>>,
  report: Report,
): void {
  for (const [position, later] of grants.entries()) {
    for (const earlier of grants.slice(0, position)) {
      if (!togetherOf.get(later.source.purpose)?.has(earlier.source.purpose)) continue;
      const apart = indexesOf(later.elements.vector).find(
        (index) =>
          join(later.elements.vector[index] ?? DROP, earlier.elements.vector[index] ?? DROP) === undefined,
      );
      if (apart !== undefined) report(cannotJoin(policy, earlier, later, apart));
    }
  }
}

function cannotJoin(policy: ResolvedPolicy, earlier: ResolvedGrant, later: ResolvedGrant, index: number) {
  const form = (grant: ResolvedGrant): string => transformOf(grant.elements.vector[index] ?? DROP);
  const message =
    `\`${policy.index.ids[index] ?? ""}\` as \`${form(later)}\` cannot be joined with ` +
    `\`${form(earlier)}\` of \`${earlier.rule}\``;
  const hint = "both purposes can be declared together; give it in one form";
  return finding("POL-303", originOf(later.elements, index), message, hint);
}
