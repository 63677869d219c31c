import type { Catalogue } from "../../catalogue/types.ts";
import { purposesByDeclaration } from "../resolve/declarations.ts";
import type { ResolvedPolicy } from "../resolve/policy.ts";
import type { CompiledPolicy, PolicyPerson } from "../types.ts";
import { compareText } from "../diagnostics.ts";
import { compileException, compileRole } from "./grants.ts";
import { hashPolicy } from "./hash.ts";
import { compileExemption, compilePurpose } from "./purposes.ts";
import { compileRelation, compileSegment } from "./records.ts";
import { compileRetention } from "./retention.ts";

const DAY_MS = 86_400_000;

/** Compiles a policy that was checked: the only form the engine reads. */
export function compileResolved(
  { bundle, purposes, roles, exceptions, exemptions, withoutDevice }: ResolvedPolicy,
  org: ResolvedPolicy["bundle"]["Org"][number],
  catalogue: Catalogue,
): CompiledPolicy {
  const { id, title, timeZone, locate, devices } = org.source;
  const retention = compileRetention(bundle.Retention);
  const policy: Omit<CompiledPolicy, "hash"> = {
    org: { id, title, timeZone, ...(locate === undefined ? {} : { locate }) },
    catalogue,
    roles: new Map([...roles].map(([role, file]) => [role, compileRole(file)])),
    purposes: new Map([...purposes].map(([purpose, file]) => [purpose, compilePurpose(file)])),
    declarable: purposesByDeclaration(bundle.Purpose.map(({ source }) => source)),
    relations: new Map(bundle.Relation.map((file) => [file.source.id, compileRelation(file)])),
    segments: bundle.Segment.map(compileSegment),
    exemptions: new Map(exemptions.map((file) => [file.file.source.id, compileExemption(file)])),
    exceptions: exceptions.map((exception) => compileException(exception, timeZone)),
    ...(retention === undefined ? {} : { retention }),
    ...(devices === undefined || withoutDevice === undefined
      ? {}
      : { devices: { seenWithinMs: devices.seenWithinDays * DAY_MS, otherwise: withoutDevice.vector } }),
    people: compilePeople(bundle.People),
  };
  return { hash: hashPolicy(policy), ...policy };
}

function compilePeople(files: ResolvedPolicy["bundle"]["People"]): readonly PolicyPerson[] {
  return files
    .flatMap(({ source }) => source.people)
    .map(({ id, displayName, roles, fhirUser, department, manager }) => ({
      id,
      displayName,
      roles,
      fhirUser,
      department,
      manager,
    }))
    .toSorted((a, b) => compareText(a.id, b.id));
}
