import type { CompiledPolicy, PolicyPerson } from "../policy/types.ts";

export interface BannerFacts {
  readonly url: string;
  readonly upstream: string;
  readonly database: string;
  readonly policy: CompiledPolicy;
  readonly demo: boolean;
}

/** What `npm start` prints once it listens: where it is, what it stands in front of, and who one can be. */
export function banner({ url, upstream, database, policy, demo }: BannerFacts): string {
  const lines = [
    "",
    `  Modicum is running at ${url}: open it in a browser for the console.`,
    `  FHIR for your clients: ${url}/fhir, in front of ${upstream}`,
    `  Database: ${database}. Policy: ${policy.roles.size} roles, ${policy.purposes.size} purposes, ${policy.catalogue.elements.length} elements.`,
    "",
  ];
  return [...lines, ...(demo ? peopleLines(policy, url) : []), ""].map((line) => `${line}\n`).join("");
}

function peopleLines(policy: CompiledPolicy, url: string): string[] {
  const people = policy.people.map((person) => [
    person.id,
    person.roles.join(", "),
    purposeOf(policy, person) ?? "none",
  ]);
  const width = (column: number): number => Math.max(...people.map((cells) => (cells[column] ?? "").length));
  const rows = people.map(
    ([id = "", roles = "", purpose = ""]) =>
      `    ${id.padEnd(width(0))}  ${roles.padEnd(width(1))}  ${purpose}`,
  );
  return [
    "  People you can be, in the console or by a token, and a purpose each may declare:",
    ...rows,
    "",
    '  Try: curl -s -H "Authorization: Bearer $(npx modicum token --as bea.biller --purpose HPAYMT)" \\',
    `         "${url}/fhir/Patient?_count=1"`,
    "  Ctrl-C stops it.",
  ];
}

/** A purpose that one of the person's standing grants serves: the HL7 code where that says it, else our own id. */
function purposeOf(policy: CompiledPolicy, person: PolicyPerson): string | undefined {
  const grants = person.roles.flatMap((role) => policy.roles.get(role)?.grants ?? []);
  const standing = grants
    .map(({ purpose }) => policy.purposes.get(purpose))
    .find((purpose) => purpose && !purpose.caseBound);
  return standing?.code ?? standing?.id;
}
