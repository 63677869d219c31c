import { finding } from "../diagnostics.ts";
import type { Diagnostic } from "../diagnostics.ts";
import type { Report } from "../resolve/element-name.ts";
import type { ResolvedPolicy } from "../resolve/policy.ts";
import { checkDates } from "./dates.ts";
import { checkGrants } from "./grants.ts";
import { checkPeople } from "./people.ts";
import { checkPurposes } from "./purposes.ts";
import { checkRecords } from "./records.ts";
import { checkRoles } from "./roles.ts";

/** Every rule that a policy whose names are found can still break. `now` in milliseconds since 1970. */
export function checkPolicy(policy: ResolvedPolicy, now: number): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (diagnostic) => diagnostics.push(diagnostic);
  checkOrg(policy, report);
  checkPurposes(policy, report);
  checkRoles(policy, report);
  checkGrants(policy, report);
  checkRecords(policy, report);
  checkPeople(policy, report);
  checkDates(policy.bundle, now, report);
  return diagnostics;
}

function checkOrg({ bundle }: ResolvedPolicy, report: Report): void {
  const [org, ...others] = bundle.Org;
  for (const other of others) {
    const message = `a policy is for one organization, and \`${org?.path ?? ""}\` declares another`;
    report(finding("POL-212", other.at(["id"]), message));
  }
  const [schedule, ...more] = bundle.Retention;
  for (const other of more) {
    const message = `\`${schedule?.path ?? ""}\` says already how long things are kept`;
    report(finding("POL-215", other.at(["id"]), message, "make one file of them"));
  }
}
