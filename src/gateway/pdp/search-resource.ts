import type { Credentials } from "../../identity/types.ts";
import { err, type Result } from "../../kernel/result.ts";
import type { Asked, Permitted } from "../../pipeline.ts";
import { hasAuditorsRight, LACKS_RIGHT } from "./asker.ts";
import { askedOf, inquire, type Inquiry, matterOf, subjectsSight } from "./inquiry.ts";
import type { Sight } from "./judge.ts";
import { listPermitted } from "./listing.ts";
import type { ResourceSearch } from "./messages.ts";
import type { PdpDeps } from "./ports.ts";
import { because } from "./reasons.ts";
import { refuseCaller, type Refused } from "./refuse.ts";
import { auditorsRelease, listRelease } from "./release.ts";
import { search, type SearchAnswer } from "./search.ts";
import { orFault } from "./verdict.ts";

const INTERACTION = "pdp.search.resource";

export interface FoundResource {
  readonly type: string;
  readonly id: string;
}

/** Which resources of a type the subject may do this with (section 8.5), by the subject's own reach. */
export async function searchResources(
  deps: PdpDeps,
  credentials: Credentials,
  sought: ResourceSearch,
): Promise<Result<SearchAnswer<FoundResource>, Refused>> {
  const { page: asking, ...question } = sought;
  const inquiry = await inquire(deps, credentials, question);
  if (!inquiry.ok) return err(await refuseCaller(deps.pipeline, credentials, INTERACTION, inquiry.error));
  const { capacity, onRecord } = inquiry.value;
  const isAuditor = capacity.as === "auditor";
  const asked = askedOf(credentials, INTERACTION, inquiry.value);
  const searching = { onRecord, asked, aboutOthers: isAuditor };
  const { type } = sought.resource;
  return search(deps, searching, asking, async (permitted, after, limit) => {
    if (isAuditor && !hasAuditorsRight(permitted)) return LACKS_RIGHT;
    const sight = await sightOf(deps, inquiry.value, asked, permitted);
    const matter = matterOf(inquiry.value, { type, id: "" });
    const page = await orFault(() => listPermitted(deps, type, matter, sight, { after, limit }));
    if (page === "fault") return because("upstream_unavailable");
    const ids = page.results.map(({ id }) => id);
    const patients = page.results.flatMap(({ record }) => record?.facts.patients ?? []);
    const release = isAuditor
      ? auditorsRelease(permitted, patients)
      : listRelease(permitted, type, ids, patients);
    return { value: { results: ids.map((id) => ({ type, id })), next: page.next }, release };
  });
}

/** The subject's decision: the pipeline's own, save where an auditor asks about somebody else. */
export async function sightOf(
  deps: PdpDeps,
  inquiry: Inquiry,
  asked: Asked,
  { decision, facts, now, policy }: Permitted,
): Promise<Sight> {
  const { capacity, subject } = inquiry;
  if (capacity.as !== "auditor" || !subject.ok) return { decision, facts, now };
  return subjectsSight(deps, inquiry, asked, subject.value, policy, now);
}
