import type { AuditEntry } from "../types.ts";
import type { FormatContext } from "./context.ts";
import { reasonTitle } from "./reason.ts";

/** ArcSight Common Event Format, version 0, revision 26. Severity goes from 0 to 10. */
const SEVERITY = { permit: 2, deny: 5, error: 8 } as const;

/** Custom strings hold up to 4,000 characters; a longer list ends in how many more there are. */
const LONGEST = 4_000;

/**
 * An entry as one line of CEF. The event class is the interaction, so that rules of a SIEM can name it; what CEF has no
 * key for stands in the custom strings with a label each. The query stays sealed.
 */
export function cefOf(entry: AuditEntry, { version }: FormatContext): string {
  const { interaction, outcome, reason } = entry;
  const name = reason === null ? `${interaction} ${outcome}` : reasonTitle(reason);
  const header = ["Modicum", "Modicum", version, interaction, name, String(SEVERITY[outcome])];
  const extension = extensionOf(entry)
    .filter(([, value]) => value !== null && value !== "")
    .map(([key, value]) => `${key}=${valueText(String(value))}`);
  return `CEF:0|${header.map(headerText).join("|")}|${extension.join(" ")}\n`;
}

function extensionOf(entry: AuditEntry): readonly (readonly [string, string | number | null])[] {
  return [
    ["rt", entry.at],
    ["externalId", entry.id],
    ["cat", entry.act],
    ["act", entry.interaction],
    ["outcome", entry.outcome],
    ["reason", entry.reason],
    ["suser", entry.personId],
    ["spriv", entry.roles.join(" ")],
    ["duser", entry.recipient],
    ["app", entry.channel],
    ["dvchost", entry.system],
    ...labeled("cs1", "purpose", entry.purpose ?? ""),
    ...labeled("cs2", "rules", listed([...entry.rules, ...entry.grantIds])),
    ...labeled("cs3", "policyHash", entry.policyHash),
    ...labeled("cs4", "resourceType", entry.resourceType ?? ""),
    ...labeled("cs5", "patients", listed(entry.patients)),
    ...labeled("cs6", "released", listed(entry.released)),
    ...labeled("cn1", "records", entry.recordCount),
    ...labeled("cn2", "withheld", entry.withheldCount),
    ["msg", entry.changes.join("; ")],
  ];
}

function labeled(
  key: string,
  label: string,
  value: string | number,
): readonly (readonly [string, string | number])[] {
  return value === ""
    ? []
    : [
        [key, value],
        [`${key}Label`, label],
      ];
}

function listed(values: readonly string[]): string {
  let text = "";
  for (const [at, value] of values.entries()) {
    const rest = ` +${values.length - at}`;
    if (text.length + value.length + 1 + rest.length > LONGEST) return `${text}${rest}`;
    text += at === 0 ? value : ` ${value}`;
  }
  return text;
}

/** In the header a backslash and a pipe are escaped, and no line may break. */
function headerText(text: string): string {
  return text.replaceAll(/[\\|]/g, "\\$&").replaceAll(/[\r\n]+/g, " ");
}

/** In a value a backslash and an equals sign are escaped, and a line break is written `\n`. */
function valueText(text: string): string {
  return text.replaceAll(/[\\=]/g, "\\$&").replaceAll(/\r\n|\r|\n/g, "\\n");
}
