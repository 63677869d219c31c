import type { Caller, Credentials, Person } from "../../identity/types.ts";
import { err, type Result } from "../../kernel/result.ts";
import type { Asked, Permitted } from "../../pipeline.ts";
import { declaring, hasAuditorsRight, LACKS_RIGHT } from "./asker.ts";
import { inquiryAbout, matterOf, subjectsSight, typeNamed } from "./inquiry.ts";
import type { SubjectSearch } from "./messages.ts";
import type { PdpDeps, RecordSource } from "./ports.ts";
import { because } from "./reasons.ts";
import { refuseCaller, type Refused } from "./refuse.ts";
import { AUDITED, auditorsRelease } from "./release.ts";
import { type Found, search, type SearchAnswer } from "./search.ts";
import { verdictOn } from "./verdict.ts";

const INTERACTION = "pdp.search.subject";
const NAMES_PEOPLE = "workforce.roster";
/** People read at once. */
const BATCH = 100;

export interface FoundSubject {
  readonly type: string;
  readonly id: string;
}

/** Who may do this with this resource (section 8.4): for who has an auditor's right and may name people. */
export async function searchSubjects(
  deps: PdpDeps,
  credentials: Credentials,
  sought: SubjectSearch,
): Promise<Result<SearchAnswer<FoundSubject>, Refused>> {
  const purposeHeader = credentials.purposeHeader ?? deps.vocabulary.auditPurpose;
  const caller = await deps.pipeline.identify({ ...credentials, purposeHeader });
  if (!caller.ok) return err(await refuseCaller(deps.pipeline, credentials, INTERACTION, caller.error));
  const { subject, resource, context } = sought;
  const asked = askedFor(credentials, sought);
  const searching = { onRecord: caller, asked, aboutOthers: true };
  return search(deps, searching, sought.page, async (permitted, after, limit) => {
    if (!hasAuditorsRight(permitted, [NAMES_PEOPLE])) return LACKS_RIGHT;
    const once = { ...deps, records: readOnce(deps.records), absentStepMs: 0 };
    const declared = declaring(credentials, context, deps.vocabulary.purpose);
    const speaking = deps.enforcementPointOf(caller.value)?.ofItself
      ? await deps.pipeline.identify(declared)
      : caller;
    if (!speaking.ok) return because(speaking.error);
    const may = (person: Person) => mayAct(once, speaking.value, asked, sought, person, permitted);
    const { results, next } = await collect(deps, subject.type, after, limit, may);
    const people = results.map(({ id }) => ({ type: subject.type, id }));
    const patients = people.length > 0 && resource.type === "Patient" ? [resource.id] : [];
    return {
      value: { results: people, next },
      release: auditorsRelease(permitted, patients, [...AUDITED, NAMES_PEOPLE]),
    };
  });
}

function askedFor(credentials: Credentials, sought: SubjectSearch): Asked {
  return {
    credentials,
    interaction: INTERACTION,
    resourceType: typeNamed(sought.resource.type),
    query: JSON.stringify({ ...sought, page: undefined }),
    capability: "read",
    act: "use",
    recipient: null,
    exemption: null,
  };
}

/** As an evaluation by the same caller would come out for this person. */
async function mayAct(
  deps: PdpDeps,
  caller: Caller,
  asked: Asked,
  sought: SubjectSearch,
  person: Person,
  { policy, now }: Permitted,
): Promise<boolean> {
  const question = { ...sought, subject: { type: sought.subject.type, id: person.id } };
  const inquiry = await inquiryAbout(deps, caller, question);
  if (!inquiry.subject.ok || inquiry.act === null) return false;
  const sight = await subjectsSight(deps, inquiry, asked, inquiry.subject.value, policy, now);
  const { verdict } = await verdictOn(deps, matterOf(inquiry, sought.resource), sight);
  return !("code" in verdict);
}

/** Goes through the people in order of id until the page is full, and one further to know whether there is a next. */
async function collect(
  { subjects }: Pick<PdpDeps, "subjects">,
  type: string,
  after: string | null,
  limit: number,
  may: (person: Person) => Promise<boolean>,
): Promise<Found<Person>> {
  const results: Person[] = [];
  for (let last = after ?? undefined; ;) {
    const batch = await subjects.list(type, last, BATCH);
    for (const person of batch) {
      if (!(await may(person))) continue;
      if (results.length === limit) return { results, next: results.at(-1)?.id ?? null };
      results.push(person);
    }
    last = batch.at(-1)?.id;
    if (batch.length < BATCH) return { results, next: null };
  }
}

/** The same record is judged for everyone. */
function readOnce(records: RecordSource): RecordSource {
  const read = new Map<string, ReturnType<RecordSource["read"]>>();
  return {
    ...records,
    read: (type, id) => {
      const known = read.get(`${type}/${id}`) ?? records.read(type, id);
      read.set(`${type}/${id}`, known);
      return known;
    },
  };
}
