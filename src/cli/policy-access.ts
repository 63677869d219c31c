import { Command } from "commander";
import { call } from "./client.ts";
import { asOptions, type AsOptions } from "./demo-identity.ts";
import { outputOption, type OutputFormat, print, tell } from "./output.ts";
import { awaitReport } from "./policy-report.ts";

interface AccessOptions extends AsOptions {
  readonly role?: string;
  readonly sample?: string;
  readonly seed?: string;
  readonly output: OutputFormat;
}

interface PostureOptions extends AsOptions {
  readonly element?: string;
  readonly people?: boolean;
  readonly share: string;
  readonly output: OutputFormat;
}

interface RoleAccess {
  readonly role: string;
  readonly title: string;
  readonly access: readonly {
    readonly purpose: string;
    readonly relations: readonly string[];
    readonly groups: readonly {
      readonly group: string;
      readonly elements: readonly { readonly element: string; readonly as: string }[];
    }[];
  }[];
}

interface AccessPage {
  readonly count: number;
  readonly sample: { readonly sentence: string } | null;
  readonly people: readonly {
    readonly person: string;
    readonly displayName: string;
    readonly unknownRoles: readonly string[];
    readonly roles: readonly RoleAccess[];
  }[];
  readonly orphans: readonly { readonly sentence: string }[];
  readonly next: string | null;
}

interface Reach {
  readonly patients: number;
  readonly share: number;
}

interface ReachReport {
  readonly census: { readonly patients: number; readonly asOf: string };
  readonly everyone: Reach;
  readonly findings: readonly { readonly sentence: string }[];
  readonly roles: readonly (Reach & {
    readonly role: string;
    readonly people: number;
    readonly greatest: number;
  })[];
  readonly people: readonly (Reach & { readonly person: string; readonly roles: readonly string[] })[];
  readonly next: string | null;
}

/** `policy access` and `policy posture`: what the running server knows of people and patients. */
export function postureCommands(): readonly Command[] {
  const access = new Command("access")
    .description("who can access what: every person, role, purpose and element, and what belongs to nobody")
    .option("--role <role>", "only people who hold it")
    .option("--sample <n>", "draw as many people by the seed, as an auditor does")
    .option("--seed <seed>", "the same seed draws the same people", "1")
    .addOption(outputOption())
    .action(showAccess);
  const posture = new Command("posture")
    .description("the part of all patients that each role can see something of now; exit 3 on a finding")
    .option("--element <element>", "count patients of whom this is seen: patient.ssn, or claim.*")
    .option("--people", "person by person")
    .option("--share <part>", "above this part of all patients a reach is found wide", "0.5")
    .addOption(outputOption())
    .action(showPosture);
  return [asOptions(access), asOptions(posture)];
}

const ACCESS_COLUMNS = ["person", "name", "role", "title", "purpose", "on", "group", "elements"];

async function showAccess(options: AccessOptions): Promise<void> {
  const pages = await pagesOf<AccessPage>(
    { role: options.role, sample: options.sample, seed: options.seed, limit: "500" },
    async (query) => (await call("GET", `/api/v1/policy/access-report?${query}`, options)) as AccessPage,
  );
  const people = pages.flatMap((page) => page.people);
  const orphans = pages[0]?.orphans ?? [];
  print(options.output, ACCESS_COLUMNS, people.flatMap(accessRows), { ...pages[0], people, next: null });
  for (const { sentence } of orphans) tell(`orphan: ${sentence}`);
  const sample = pages[0]?.sample ?? null;
  if (sample !== null) tell(`sample: ${sample.sentence}`);
  tell(`${people.length} people, ${orphans.length} orphans`);
}

function accessRows({ person, displayName, unknownRoles, roles }: AccessPage["people"][number]) {
  const known = roles.flatMap(({ role, title, access }) =>
    access.flatMap(({ purpose, relations, groups }) =>
      groups.map(({ group, elements }) => {
        const shown = elements.map(({ element, as }) => (as === "keep" ? element : `${element}=${as}`));
        return [person, displayName, role, title, purpose, relations, group, shown];
      }),
    ),
  );
  return [
    ...known,
    ...unknownRoles.map((role) => [person, displayName, role, "not in the policy", "", "", "", ""]),
  ];
}

async function showPosture(options: PostureOptions): Promise<void> {
  const pages = await pagesOf<ReachReport>(
    { element: options.element, share: options.share, limit: "1000" },
    (query) => awaitReport<ReachReport>("GET", `/api/v1/policy/reach?${query}`, options),
  );
  const [report] = pages;
  if (report === undefined) return;
  const people = pages.flatMap((page) => page.people);
  const whole = { ...report, people, next: null };
  if (options.people) {
    const rows = people.map((one) => [one.person, one.roles, one.patients, percent(one.share)]);
    print(options.output, ["person", "roles", "patients", "of all"], rows, whole);
  } else {
    const rows = report.roles.map((one) => [
      one.role,
      one.people,
      one.patients,
      percent(one.share),
      percent(one.greatest),
    ]);
    print(options.output, ["role", "people", "patients", "of all", "one person at most"], rows, whole);
  }
  for (const { sentence } of report.findings) tell(`finding: ${sentence}`);
  tell(`${report.census.patients} patients as of ${report.census.asOf}`);
  if (report.findings.length > 0) process.exitCode = 3;
}

/** Every page of a list, first to last. */
async function pagesOf<T extends { readonly next: string | null }>(
  fields: Readonly<Record<string, string | undefined>>,
  ask: (query: string) => Promise<T>,
): Promise<readonly T[]> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) query.set(name, value);
  const pages: T[] = [];
  for (;;) {
    const page = await ask(query.toString());
    pages.push(page);
    if (page.next === null) return pages;
    query.set("after", page.next);
  }
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
