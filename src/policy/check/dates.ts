import { finding } from "../diagnostics.ts";
import type { PolicyBundle } from "../parse/bundle.ts";
import type { SourceFile } from "../parse/parse-file.ts";
import type { Report } from "../resolve/element-name.ts";
import { endOfDay, isTimeZone } from "../../kernel/calendar.ts";

/** What time does to a policy: POL-506, POL-507, POL-508, POL-509, POL-510. `now` in milliseconds since 1970. */
export function checkDates(bundle: PolicyBundle, now: number, report: Report): void {
  const timeZone = zoneOf(bundle, report);
  for (const file of Object.values(bundle).flat()) checkReview(file, timeZone, now, report);
  for (const file of bundle.Exception) checkException(file, timeZone, now, report);
}

function zoneOf(bundle: PolicyBundle, report: Report): string {
  const [org] = bundle.Org;
  if (org === undefined || isTimeZone(org.source.timeZone)) return org?.source.timeZone ?? "UTC";
  const message = `\`${org.source.timeZone}\` is not a time zone`;
  report(finding("POL-510", org.at(["timeZone"]), message, "such as `America/Chicago`"));
  return "UTC";
}

function checkReview({ source, at }: SourceFile, timeZone: string, now: number, report: Report): void {
  if (endOfDay(source.reviewBy, timeZone) > now) return;
  const hint = `ask \`${source.owner}\` to look at it again`;
  report(
    finding("POL-509", at(["reviewBy"]), `review of \`${source.id}\` was due by ${source.reviewBy}`, hint),
  );
}

function checkException(
  { source, at }: SourceFile<"Exception">,
  timeZone: string,
  now: number,
  report: Report,
): void {
  const { id, from, until, approvedBy } = source;
  if (from > until) report(finding("POL-508", at(["until"]), `exception \`${id}\` ends before it begins`));
  if (endOfDay(until, timeZone) <= now) {
    const message = `exception \`${id}\` ended on ${until}`;
    report(finding("POL-506", at(["until"]), message, "delete the file, or have a new one approved"));
  }
  if (new Set(approvedBy).size < 2) {
    report(finding("POL-507", at(["approvedBy"]), `exception \`${id}\` needs two different approvers`));
  }
}
