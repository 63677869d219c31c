import type { RecordedRelease } from "../../../audit/types.ts";
import type { Reason } from "../../../decision/types.ts";
import { nextStep } from "../../../kernel/next-step.ts";
import type { Answer, Permitted } from "../../../pipeline.ts";
import type { GatewayParts } from "../deps.ts";
import { findRecord } from "../find.ts";
import type { FhirAnswer } from "../question.ts";
import { because, NOT_FOUND } from "../reasons.ts";
import type { SentRecord } from "../record/sent-record.ts";
import { Written } from "../record/written.ts";
import { releaseOf } from "../release.ts";
import type { InteractionOf } from "../route.ts";
import { labeled } from "../security-labels.ts";
import type { Shown } from "../record/shown.ts";
import { askedOf } from "../task.ts";
import type { Incoming, Task } from "../task.ts";
import { grantedAttachments } from "./attachments.ts";
import type { GrantedAttachment } from "./attachments.ts";
import { readBody } from "./body.ts";
import type { BinaryBody } from "./body.ts";
import { binaryIdOf, contentNamed, isLinkOf } from "./content-links.ts";
import type { Content } from "./content-links.ts";

/** Attached content is opened by a program that asked for it, or saved; never as a page of ours. */
const CONTENT_HEADERS: Readonly<Record<string, string>> = {
  "content-disposition": "attachment",
  "content-security-policy": "sandbox; default-src 'none'",
  "x-content-type-options": "nosniff",
};

/** The rule of `GET Binary/…`: by a link that the gateway gave out, and by nothing else. Rules GW-220 to GW-225. */
export function binaryTask(
  parts: GatewayParts,
  { question, interaction, pairs }: Incoming<InteractionOf<"fhir.read">>,
): Task {
  const named = contentNamed(parts.pageTokens, interaction.id);
  const format = pairs.find(([name]) => name === "_format")?.[1];
  const asJson = wantsResource(format ?? question.headers["accept"]);
  const unknown = pairs.some(([name]) => name !== "_format");
  return {
    kind: "perform",
    asked: askedOf(question, interaction, named === null ? "Binary" : `Binary of ${named.owner}`),
    perform: async (permitted) => {
      if (unknown) return because("parameter_unknown", "on a Binary");
      const since = performance.now();
      const isTheirs = named !== null && isLinkOf(named.token, permitted);
      const answer = isTheirs ? await answerContent(parts, named, permitted, asJson) : NOT_FOUND;
      if (answer === NOT_FOUND) await nextStep(since, parts.absentStepMs);
      return answer;
    },
  };
}

/** The owner is read, decided and projected anew: what it shows no more, or to nobody any more, has no content. */
async function answerContent(
  parts: GatewayParts,
  content: Content,
  permitted: Permitted,
  asJson: boolean,
): Promise<Answer<FhirAnswer> | Reason> {
  const [type = "", id = ""] = content.owner.split("/");
  const found = await findRecord(parts, permitted, type, id);
  if (found === null) return NOT_FOUND;
  const { record, shown } = found;
  const granted = attachedAs(parts, content, permitted, record, shown);
  if (granted === undefined) return NOT_FOUND;
  const binary = (await parts.source.read("Binary", content.binaryId))?.object ?? null;
  const body = binary && readBody(binary, content, shown.facts.patients, granted.attachment);
  if (body === null) return NOT_FOUND;
  return { value: answerWith(body, asJson), release: contentRelease(permitted, shown, granted) };
}

function attachedAs(
  { upstream }: GatewayParts,
  { binaryId }: Content,
  { policy }: Permitted,
  record: SentRecord,
  shown: Shown,
): GrantedAttachment | undefined {
  const tree = policy.catalogue.tree(shown.facts.type);
  const granted = tree === undefined ? [] : grantedAttachments(record.object, tree, shown.view.elements);
  return granted.find(({ attachment }) => binaryIdOf(attachment["url"], upstream.baseUrl) === binaryId);
}

/** As a resource it has no id: that of the upstream is nobody's, and the link is none (FHIR R4 Binary). */
function answerWith({ contentType, bytes }: BinaryBody, asJson: boolean): FhirAnswer {
  if (!asJson)
    return {
      status: 200,
      resource: null,
      etag: null,
      headers: CONTENT_HEADERS,
      content: { type: contentType, bytes },
    };
  const data = Buffer.from(bytes).toString("base64");
  const resource = Written.ofObject(labeled({ resourceType: "Binary", contentType, data }));
  return { status: 200, resource, etag: null };
}

/** A read of the owner, of the elements that the content belongs to. */
function contentRelease(
  { policy }: Permitted,
  shown: Shown,
  { elements }: GrantedAttachment,
): RecordedRelease {
  const release = releaseOf(policy.catalogue, [shown], []);
  const released = elements.flatMap((element) => policy.catalogue.elements[element]?.id ?? []);
  return release.outcome === "permit" ? { ...release, released } : release;
}

/** True where JSON of FHIR is named; what is asked for in any form comes as it is (FHIR R4 Binary, 2.20.1). */
function wantsResource(asked: string | undefined): boolean {
  return /(?:^|[\s,])(?:application\/(?:fhir[+ ])?json|text\/json|json)\b/i.test(asked ?? "");
}
