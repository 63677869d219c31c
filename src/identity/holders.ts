import type { Holder, PeopleStore } from "./ports.ts";
import type { Person } from "./types.ts";

/** What this person holds facts by, at this moment (REL-2). A patient's account is not of the workforce. */
export function holdersOf(person: Person): readonly Holder[] {
  const own: Holder = `person/${person.id}`;
  if (isPatient(person)) return [own];
  const practitioner = /^Practitioner\/(.+)$/.exec(person.fhirUser ?? "")?.[1];
  return [
    own,
    "workforce",
    ...(practitioner === undefined ? [] : [`Practitioner/${practitioner}` as const]),
    ...(person.department === null ? [] : [`department/${person.department}` as const]),
  ];
}

/** Everyone's holders, for whom facts are worth keeping. */
export async function holdersOfAll(people: PeopleStore): Promise<ReadonlySet<Holder>> {
  const holders = new Set<Holder>();
  for await (const person of everyone(people)) {
    if (person.active) for (const holder of holdersOf(person)) holders.add(holder);
  }
  return holders;
}

const PAGE = 500;

/** The whole roster, in order of id. */
export async function* everyone(people: Pick<PeopleStore, "list">): AsyncIterable<Person> {
  for (let after: string | undefined; ;) {
    const page = await people.list({ limit: PAGE, ...(after === undefined ? {} : { after }) });
    yield* page;
    after = page.at(-1)?.id;
    if (page.length < PAGE || after === undefined) return;
  }
}

function isPatient(person: Person): boolean {
  return /^(Patient|RelatedPerson)\//.test(person.fhirUser ?? "");
}
