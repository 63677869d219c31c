import { newJsonObject } from "../../../kernel/json.ts";
import type { JsonValue } from "../../../kernel/json.ts";
import type { Permitted } from "../../../pipeline.ts";
import { isLogicalId } from "../admit.ts";
import type { PageToken, PageTokens } from "../page-token.ts";
import { permittedTo } from "../permitted-to.ts";
import type { SentRecord } from "../record/sent-record.ts";
import { namesShown } from "../record/names-shown.ts";
import { Written } from "../record/written.ts";
import { endOf } from "../search/expiry.ts";
import { bindingFor, isValidFor } from "../search/links.ts";
import { grantedAttachments, mapAttachments } from "./attachments.ts";

/** Content of the upstream, by the record that it is attached to: nothing else says whose it is. */
export interface Content {
  /** `DocumentReference/7` */
  readonly owner: string;
  /** Logical id of the Binary on the upstream. */
  readonly binaryId: string;
}

/** What links are made of. */
export interface LinkParts {
  readonly pageTokens: PageTokens;
  /** The gateway's own. */
  readonly baseUrl: string;
  /** The upstream's, without a slash at the end; undefined: links to it are relative alone. */
  readonly upstreamUrl: string | undefined;
}

/** Puts links of the gateway in place of the upstream's. */
export type ContentLinker = (record: SentRecord, shown: ShownRecord) => Written;

interface ShownRecord {
  /** Projected. */
  readonly written: Written;
  readonly view: { readonly elements: Uint8Array };
  readonly facts: { readonly type: string; readonly id: string };
}

/** No path below the base, so that no page link stands for content, and no content link for a page. */
const KIND = "Binary/";
const DAY_MS = 86_400_000;

/**
 * Rewrites the attachments of what one caller is shown: a url becomes a sealed link when it names a Binary of the
 * upstream and the attachment is given untransformed, and is left out otherwise. A link is bound to the caller as
 * page links are, and holds until the end of the next day, so that what is read twice is the same. GW-220, GW-221.
 */
export function contentLinker(parts: LinkParts, permitted: Permitted): ContentLinker {
  let bound: Pick<PageToken, "binding" | "until"> | undefined;
  const linkTo = ({ owner, binaryId }: Content): string => {
    bound ??= boundTo(permitted);
    const pairs = [["owner", owner] as const, ["binary", binaryId] as const];
    return `${parts.baseUrl}/Binary/${parts.pageTokens.seal({ type: KIND, pairs, offset: 0, ...bound })}`;
  };
  return (record, { written, view, facts }) => {
    const tree = permitted.policy.catalogue.tree(facts.type);
    // An attachment without a url stays as it is, and what shows no url has none.
    if (tree !== undefined && !isAmong(URL_MEMBERS, namesShown(tree, view.elements))) return written;
    if (written.isText && !holdsUrl(written.bytes)) return written;
    let granted: ReadonlySet<JsonValue | undefined> | undefined;
    const mapped = mapAttachments(written.object, (attachment) => {
      const { url, _url: beside, ...rest } = attachment;
      if (url === undefined && beside === undefined) return attachment;
      granted ??= new Set(
        (tree === undefined ? [] : grantedAttachments(record.object, tree, view.elements)).map(
          (one) => one.attachment["url"],
        ),
      );
      const binaryId = granted.has(url) ? binaryIdOf(url, parts.upstreamUrl) : null;
      const result = Object.assign(newJsonObject(), rest);
      if (binaryId !== null) result["url"] = linkTo({ owner: `${facts.type}/${facts.id}`, binaryId });
      return result;
    });
    return mapped === written.object ? written : Written.ofObject(mapped);
  };
}

const URL_MEMBERS = ["url", "_url"] as const;

/** Compact JSON has a member only where its name stands. */
function holdsUrl(json: Uint8Array): boolean {
  const text = Buffer.from(json.buffer, json.byteOffset, json.byteLength);
  return URL_MEMBERS.some((name) => text.includes(`"${name}":`));
}

function isAmong(names: readonly string[], shown: ReadonlySet<string>): boolean {
  return names.some((name) => shown.has(name));
}

/** The content that a link stands for, whoever it was made for; null for a link that is none. */
export function contentNamed(
  tokens: PageTokens,
  text: string,
): (Content & { readonly token: PageToken }) | null {
  const token = tokens.open(text);
  if (token?.type !== KIND) return null;
  const [owner, binaryId] = token.pairs.map(([, value]) => value);
  return owner === undefined || binaryId === undefined ? null : { owner, binaryId, token };
}

/** True while a link is this caller's. */
export function isLinkOf(token: PageToken, permitted: Permitted): boolean {
  return isValidFor(token, permittedTo(permitted, "read"));
}

/**
 * The id of the Binary that a url of the upstream names; null for any other: nothing is fetched from another origin,
 * from outside the base, or of another type, whose answer would be a record that nobody projected.
 */
export function binaryIdOf(url: JsonValue | undefined, upstreamUrl: string | undefined): string | null {
  if (typeof url !== "string") return null;
  const prefix = upstreamUrl === undefined ? "" : `${upstreamUrl}/`;
  const path = prefix !== "" && url.startsWith(prefix) ? url.slice(prefix.length) : url;
  const id = /^Binary\/([^/?#]+)$/.exec(path)?.[1];
  return id !== undefined && isLogicalId(id) ? id : null;
}

/** Searches show links too; what opens them is a read. */
function boundTo(permitted: Permitted): Pick<PageToken, "binding" | "until"> {
  const reading = permittedTo(permitted, "read");
  const endOfNextDay = (Math.floor(permitted.now / DAY_MS) + 2) * DAY_MS;
  const until = Math.min(endOfNextDay, endOf(reading.decision) ?? Number.POSITIVE_INFINITY);
  return { binding: bindingFor(reading), until };
}
