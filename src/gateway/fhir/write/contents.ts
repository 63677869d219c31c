import type { JsonObject } from "../../../kernel/json.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import type { Reason } from "../../../decision/types.ts";
import { isSameValue } from "../../../projection/same-value.ts";
import { mapAttachments } from "../binary/attachments.ts";
import { because } from "../reasons.ts";

/**
 * The body with the attachments of the projected record in place of those that were shown with links of the gateway.
 * An attachment comes back as it was shown, or is new and holds its content: a link that is written could open what
 * the writer may not see, and one that is not shown would be lost with a change.
 */
export function withStoredContents(
  body: JsonObject,
  linked: JsonObject,
  projected: JsonObject,
): Result<JsonObject, Reason> {
  const pairs = attachmentsOf(linked).map((form, at) => ({
    form,
    stored: attachmentsOf(projected)[at] ?? form,
  }));
  const left = [...pairs];
  let isNew = false;
  let hasNewLink = false;
  const restored = mapAttachments(body, (attachment) => {
    const at = left.findIndex(({ form }) => isSameValue(form, attachment));
    const [pair] = at < 0 ? [] : left.splice(at, 1);
    isNew ||= pair === undefined;
    hasNewLink ||= pair === undefined && attachment["url"] !== undefined;
    return pair?.stored ?? attachment;
  });
  if (hasNewLink) return err(because("write_not_covered", "`Attachment.url`"));
  const isTwin = left.some(({ form }) => pairs.filter((other) => isSameValue(other.form, form)).length > 1);
  return (left.length > 0 && isNew) || isTwin
    ? err(because("write_ambiguous", "an attachment is not changed, but added or taken away"))
    : ok(restored);
}

function attachmentsOf(resource: JsonObject): readonly JsonObject[] {
  const found: JsonObject[] = [];
  mapAttachments(resource, (attachment) => {
    found.push(attachment);
    return attachment;
  });
  return found;
}
