import { Command } from "commander";
import { AppError } from "../kernel/errors.ts";
import { type ApprovalReach, reachWithoutApproval, type TypeReach } from "../policy/analyze/index.ts";
import { outputOption, type OutputFormat, print, tell } from "./output.ts";
import { openPolicyHere } from "./policy-here.ts";

/** `policy reach`: who comes to see records of a type without anybody's approval, and who with whose. */
export function reachCommand(): Command {
  return new Command("reach")
    .description(
      "which roles reach a resource type without approval, with whose approval, or by breaking the glass",
    )
    .argument("[type]", "a resource type, element by element; else every type, one line each")
    .addOption(outputOption())
    .action(showReach);
}

async function showReach(
  type: string | undefined,
  { output }: { readonly output: OutputFormat },
): Promise<void> {
  const { policy } = await openPolicyHere();
  if (type !== undefined && !policy.catalogue.isResourceType(type)) {
    throw new AppError("usage", `\`${type}\` is not a FHIR R4 resource type`, { hint: "such as Claim" });
  }
  if (type === undefined) printTypes(output, reachWithoutApproval(policy));
  else for (const reach of reachWithoutApproval(policy, [type])) printElements(output, reach);
}

function printTypes(output: OutputFormat, types: readonly TypeReach[]): void {
  const columns = ["type", "without approval", "with approval of", "breaking the glass"];
  const rows = types.map(({ resourceType, roles, byApproval, breakGlass }) => [
    resourceType,
    roles,
    byApproval.map(approval),
    breakGlass,
  ]);
  print(output, columns, rows, types);
}

/** `biller:claim-support:privacy-officer`: who asks, under which purpose, who may approve. */
function approval({ role, purpose, approvers }: ApprovalReach): string {
  return `${role}:${purpose}:${approvers.length === 0 ? "nobody" : approvers.join("|")}`;
}

function printElements(output: OutputFormat, reach: TypeReach): void {
  const columns = ["element", "without approval", "may ask", "breaking the glass"];
  const rows = reach.elements.map(({ element, standing, byApproval, breakGlass }) => [
    element,
    standing,
    byApproval.map(({ role, purpose }) => `${role}:${purpose}`),
    breakGlass ? reach.breakGlass : [],
  ]);
  print(output, columns, rows, reach);
  tell(reach.sentence);
}
