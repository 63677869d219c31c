import type { SegmentMask } from "../../catalogue/types.ts";
import type { TransformVector } from "../../catalogue/transforms.ts";
import type { Diagnostic } from "../diagnostics.ts";
import type { PolicyBundle } from "../parse/bundle.ts";
import type { SourceFile } from "../parse/parse-file.ts";
import { indexElements } from "./element-index.ts";
import type { ElementIndex } from "./element-index.ts";
import { resolveElements } from "./element-list.ts";
import type { ResolvedElements } from "./element-list.ts";
import type { ElementScope, Report } from "./element-name.ts";
import { resolveGrant } from "./grants.ts";
import type { GrantScope, ResolvedGrant } from "./grants.ts";
import { lookUp, ROLE } from "./names.ts";
import { resolvePurpose } from "./purposes.ts";
import type { ResolvedPurpose } from "./purposes.ts";
import { maskOf, segmentBits } from "./segments.ts";
import type { SegmentBits } from "./segments.ts";
import { resolveSets } from "./sets.ts";

export interface ResolvedRole {
  readonly file: SourceFile<"Role">;
  /** Standing grants in file order. */
  readonly grants: readonly ResolvedGrant[];
  readonly never: ResolvedElements;
}

export interface ResolvedException {
  readonly file: SourceFile<"Exception">;
  readonly grant: ResolvedGrant;
}

export interface ResolvedExemption {
  readonly file: SourceFile<"Exemption">;
  readonly profiles: ReadonlyMap<string, TransformVector>;
  readonly exceptSegments: SegmentMask;
}

/** The policy with every name looked up; what could not be found was reported and is left out. */
export interface ResolvedPolicy {
  readonly bundle: PolicyBundle;
  readonly index: ElementIndex;
  readonly bits: SegmentBits;
  readonly purposes: ReadonlyMap<string, ResolvedPurpose>;
  readonly roles: ReadonlyMap<string, ResolvedRole>;
  readonly exceptions: readonly ResolvedException[];
  readonly exemptions: readonly ResolvedExemption[];
  /** What is shown without a device that proves itself; undefined: no device is asked for. */
  readonly withoutDevice: ResolvedElements | undefined;
}

/** Looks up every name of the policy. Diagnostics of POL-2xx, POL-301, POL-308, POL-407. */
export function resolvePolicy(bundle: PolicyBundle): {
  policy: ResolvedPolicy;
  diagnostics: readonly Diagnostic[];
} {
  const { index, diagnostics: twice } = indexElements(bundle.ElementGroup);
  const diagnostics: Diagnostic[] = [...twice];
  const report: Report = (diagnostic) => diagnostics.push(diagnostic);
  const elements = resolveSets(bundle.ElementSet, index, report);
  const bits = segmentBits(bundle.Segment);
  const purposes = resolvePurposes(bundle, elements, bits, report);
  const relations = new Map(bundle.Relation.map((file) => [file.source.id, file]));
  const scope: GrantScope = { elements, purposes, relations, bits };
  const roles = new Map(bundle.Role.map((file) => [file.source.id, resolveRole(file, scope, report)]));
  const exceptions = bundle.Exception.map((file) => resolveException(file, roles, scope, report));
  const exemptions = bundle.Exemption.map((file) => resolveExemption(file, elements, bits, report));
  const withoutDevice = resolveDevices(bundle, elements, report);
  return {
    policy: { bundle, index, bits, purposes, roles, exceptions, exemptions, withoutDevice },
    diagnostics,
  };
}

function resolveDevices(
  { Org: [file] }: PolicyBundle,
  elements: ElementScope,
  report: Report,
): ResolvedElements | undefined {
  const entries = file?.source.devices?.otherwise;
  if (file === undefined || entries === undefined) return undefined;
  return resolveElements(entries, elements, { file, path: ["devices", "otherwise"] }, report);
}

function resolvePurposes(
  bundle: PolicyBundle,
  elements: ElementScope,
  bits: SegmentBits,
  report: Report,
): ReadonlyMap<string, ResolvedPurpose> {
  const known = new Map(bundle.Purpose.map((file) => [file.source.id, file]));
  return new Map(
    bundle.Purpose.map((file) => [file.source.id, resolvePurpose(file, known, elements, bits, report)]),
  );
}

/** Grants count from 1 within their role and purpose: `role:biller/billing#1`. */
function resolveRole(file: SourceFile<"Role">, scope: GrantScope, report: Report): ResolvedRole {
  const { id, grants, never } = file.source;
  const counts = new Map<string, number>();
  const standing = (grants === "none" ? [] : grants).map((source, position) => {
    const count = (counts.get(source.purpose) ?? 0) + 1;
    counts.set(source.purpose, count);
    const rule = `role:${id}/${source.purpose}#${count}`;
    return resolveGrant({ rule, role: id, file, path: ["grants", position], source }, scope, report);
  });
  const place = { file, path: ["never"] };
  return { file, grants: standing, never: resolveElements(never, scope.elements, place, report) };
}

function resolveException(
  file: SourceFile<"Exception">,
  roles: ReadonlyMap<string, ResolvedRole>,
  scope: GrantScope,
  report: Report,
): ResolvedException {
  const { id, grant } = file.source;
  lookUp(grant.role, roles, ROLE, { file, path: ["grant", "role"] }, report);
  const rule = `exception:${id}`;
  return {
    file,
    grant: resolveGrant({ rule, role: grant.role, file, path: ["grant"], source: grant }, scope, report),
  };
}

function resolveExemption(
  file: SourceFile<"Exemption">,
  elements: ElementScope,
  bits: SegmentBits,
  report: Report,
): ResolvedExemption {
  const profiles = Object.entries(file.source.profiles).map(([name, entries]): [string, TransformVector] => {
    const place = { file, path: ["profiles", name] };
    return [name, resolveElements(entries, elements, place, report).vector];
  });
  const where = { file, path: ["exceptSegments"] };
  return {
    file,
    profiles: new Map(profiles),
    exceptSegments: maskOf(file.source.exceptSegments, bits, where, report),
  };
}
