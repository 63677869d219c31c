import { decide } from "../../decision/decide.ts";
import type { Credentials } from "../../identity/types.ts";
import { err, type Result } from "../../kernel/result.ts";
import type { Asked } from "../../pipeline.ts";
import { hasAuditorsRight, LACKS_RIGHT } from "./asker.ts";
import { askedOf, inquire, type Inquiry, matterOf, subjectsSight } from "./inquiry.ts";
import type { ActionSearch } from "./messages.ts";
import type { PdpDeps } from "./ports.ts";
import { refuseCaller, type Refused } from "./refuse.ts";
import { auditorsRelease, listRelease } from "./release.ts";
import { search, type SearchAnswer } from "./search.ts";
import { verdictOn } from "./verdict.ts";
import { ruleFor } from "./vocabulary.ts";

const INTERACTION = "pdp.search.action";

export interface FoundAction {
  readonly name: string;
}

/** What the subject may do with this resource (section 8.6), in the order of the vocabulary. */
export async function searchActions(
  deps: PdpDeps,
  credentials: Credentials,
  sought: ActionSearch,
): Promise<Result<SearchAnswer<FoundAction>, Refused>> {
  const { page: asking, ...question } = sought;
  const inquiry = await inquire(deps, credentials, { ...question, action: null });
  if (!inquiry.ok) return err(await refuseCaller(deps.pipeline, credentials, INTERACTION, inquiry.error));
  const { capacity, onRecord, subject } = inquiry.value;
  const isAuditor = capacity.as === "auditor";
  const asked = await withPermittedCapability(
    deps,
    inquiry.value,
    askedOf(credentials, INTERACTION, inquiry.value),
  );
  const searching = { onRecord, asked, aboutOthers: isAuditor };
  return search(deps, searching, asking, async (permitted) => {
    if (isAuditor && !hasAuditorsRight(permitted)) return LACKS_RIGHT;
    const results: FoundAction[] = [];
    const patients = new Set<string>();
    for (const { name, inquiry: one } of actionsOf(deps, inquiry.value)) {
      if (!subject.ok) break;
      const sight = await subjectsSight(deps, one, asked, subject.value, permitted.policy, permitted.now);
      const judged = await verdictOn(deps, matterOf(one, sought.resource), sight);
      if ("code" in judged.verdict) continue;
      results.push({ name });
      for (const patient of judged.record?.facts.patients ?? []) patients.add(patient);
    }
    const ids = results.length === 0 ? [] : [sought.resource.id];
    const release = isAuditor
      ? auditorsRelease(permitted, [...patients])
      : listRelease(permitted, sought.resource.type, ids, [...patients]);
    return { value: { results, next: null }, release };
  });
}

/** Each action without properties, as an evaluation would name it. */
function actionsOf({ vocabulary }: Pick<PdpDeps, "vocabulary">, inquiry: Inquiry) {
  return Object.keys(vocabulary.actions).flatMap((name) => {
    const rule = ruleFor(vocabulary, { name });
    return rule === undefined ? [] : [{ name, inquiry: { ...inquiry, rule } }];
  });
}

/** A subject who may not read may still do something else; the pipeline asks for what they may, if anything. */
async function withPermittedCapability(deps: PdpDeps, inquiry: Inquiry, asked: Asked): Promise<Asked> {
  const { subject, capacity } = inquiry;
  const policy = deps.pipeline.policy();
  if (capacity.as === "auditor" || !subject.ok || policy === null) return asked;
  const now = deps.pipeline.now();
  const facts = await deps.pipeline.facts(subject.value, policy);
  const capabilities = actionsOf(deps, inquiry).map((one) => one.inquiry.rule.capability);
  const first = capabilities.find((capability) => {
    const request = deps.pipeline.requestOf(subject.value, { ...asked, capability }, now);
    return decide(request, policy, facts).outcome === "permit";
  });
  return first === undefined ? asked : { ...asked, capability: first };
}
