import type { Page } from "playwright-core";
import { sharedHospital } from "../../demo/testing/shared-hospital.ts";
import { dueMonth, keepsPurges, type PurgeBook } from "./purge-book.ts";
import { AUDIT, PRIVACY, rows, SECURITY, type Shot, SLOW, send } from "./tour-shot.ts";

/** What is there since the look before is a conflict. */
const BY_PRIVACY = { purpose: PRIVACY.purpose, may: [409] };

/** Ids are chosen by who sends: sent for each look, each thing is there once. */
const idOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

/** What is governed beside the policy: devices, years of keeping, systems, restrictions, keys that are destroyed. */
export const GOVERN_SHOTS: readonly Shot[] = [
  {
    name: "devices",
    title: "Devices, and what each proves",
    ...SECURITY,
    path: "/work",
    arrange: async (page) => {
      const type = "text/csv";
      await send(page, "devices/import", DEVICES, { purpose: SECURITY.purpose, type });
      await page.goto("/devices");
      await page.getByRole("button", { name: "laptop-nina", exact: true }).waitFor(SLOW);
    },
  },
  {
    name: "holds",
    title: "Legal holds: what no purge takes",
    ...PRIVACY,
    path: "/work",
    arrange: async (page) => {
      const scope = { kind: "person", person: "cara.caremanager" };
      const hold = { id: idOf(1), scope, reason: "Hollis against Alder Falls" };
      await send(page, "retention/holds", hold, BY_PRIVACY);
      await page.goto("/retention/holds");
      await page.getByText("Hollis against Alder Falls").waitFor(SLOW);
    },
  },
  {
    name: "purges",
    title: "A purge that waits for a second person (laid in: nothing is due in a new record)",
    ...SECURITY,
    path: "/work",
    arrange: async (page) => {
      await keepsPurges(page, SECURITY.person, { ...purgeBook(), tombstones: [] });
      await page.goto("/retention/purges");
      await page.getByRole("button", { name: "Confirm the purge of 2019-05" }).waitFor(SLOW);
    },
  },
  {
    name: "tombstones",
    title: "What was purged, and by which rule (laid in)",
    ...SECURITY,
    path: "/work",
    arrange: async (page) => {
      await keepsPurges(page, SECURITY.person, purgeBook());
      await page.goto("/retention/tombstones");
      await page.getByText("record-entries: 6 years").first().waitFor(SLOW);
    },
  },
  { name: "systems", title: "Systems that people name", ...SECURITY, path: "/work", arrange: named },
  {
    name: "data-map-system",
    title: "One system: what it holds, how it is protected, who receives it",
    ...SECURITY,
    path: "/work",
    arrange: async (page) => {
      await named(page);
      await page.goto("/data-map/system/stated:fax-line");
      await page.getByText("Fax line at the front desk").first().waitFor(SLOW);
    },
  },
  {
    name: "protection",
    title: "What is encrypted: measured, configured, stated or unknown",
    ...SECURITY,
    path: "/data-map/protection",
    arrange: rows,
  },
  {
    name: "evidence-artifact",
    title: "A piece of evidence: hash, question and entry",
    ...AUDIT,
    path: "/work",
    arrange: async (page) => {
      await send(page, "evidence/builds", { items: [{ kind: "people" }] }, { purpose: AUDIT.purpose });
      await page.goto("/evidence");
      await page.getByRole("button", { name: "People and their roles" }).first().press("Enter", SLOW);
      await page.getByText("Entry that says the hash").waitFor(SLOW);
    },
  },
  {
    name: "restrictions",
    title: "Restrictions that patients asked for",
    ...PRIVACY,
    path: "/work",
    arrange: async (page) => {
      await restricted(page);
      await page.goto("/restrictions");
      await page.getByRole("row").nth(2).waitFor(SLOW);
    },
  },
  {
    name: "restriction",
    title: "One restriction, before it is agreed to",
    ...PRIVACY,
    path: "/work",
    arrange: async (page) => {
      await restricted(page);
      await page.goto(`/restrictions/${idOf(2)}`);
      await page.getByRole("button", { name: "Agree" }).waitFor(SLOW);
    },
  },
  { name: "consents", title: "Consents under 42 CFR part 2", ...PRIVACY, path: "/work", arrange: consented },
  {
    name: "shreddings",
    title: "A patient's key that two people destroy",
    ...PRIVACY,
    path: "/work",
    arrange: proposedShredding,
  },
  {
    name: "segments",
    title: "Sensitive segments, and what labels each",
    ...PRIVACY,
    path: "/segments",
    arrange: (page) => page.getByRole("row", { name: /^Psychotherapy notes/ }).waitFor(SLOW),
  },
  {
    name: "segment",
    title: "One segment: its codes, and who sees it",
    ...PRIVACY,
    path: "/segments/bh",
    arrange: rows,
  },
  {
    name: "explorer",
    title: "A request through the gateway, step by step",
    ...PRIVACY,
    path: "/explorer",
    arrange: explored,
  },
];

const DEVICES = `id,owner,kind,platform,encrypted,compliant,lastSeen
laptop-nina,nina.nurse,laptop,Windows 11,yes,yes,2026-05-04T09:00:00Z
tablet-ward,nina.nurse,tablet,iPadOS 19,yes,no,2026-05-03T16:00:00Z
phone-bea,bea.biller,phone,Android 16,no,yes,2026-05-01T12:00:00Z
laptop-paul,paul.provider,laptop,macOS 16,yes,yes,2026-03-02T08:00:00Z
`;

function purgeBook(): PurgeBook {
  const at = "2026-05-04T15:00:00.000Z";
  const month = dueMonth("2019-05");
  const purge = {
    id: idOf(9),
    months: [month.id],
    proposed: { by: "priya.privacy", at, reason: "six years are over" },
    confirmed: null,
    withdrawn: null,
  };
  const tombstone = {
    purge: idOf(8),
    month: dueMonth("2019-04"),
    rule: "record-entries: 6 years",
    proposedBy: "priya.privacy",
    confirmedBy: "sam.security",
    at,
    checkpoint: "",
  };
  return { months: [month], purges: [purge], tombstones: [tombstone] };
}

/** A system that nothing but a person can tell of. */
async function named(page: Page): Promise<void> {
  const system = {
    id: "fax-line",
    name: "Fax line at the front desk",
    kind: "fax",
    owner: "max.manager",
    location: "Front desk, ground floor",
    categories: [1, 2, 3],
    recipients: ["provider", "insurer"],
    retention: "shredded each Friday",
  };
  await send(page, "inventory", system, { purpose: SECURITY.purpose, may: [409] });
  await page.goto("/data-map/systems");
  await page.getByText("Fax line at the front desk").first().waitFor(SLOW);
}

/** Of patients that are nobody's: no chart of the tour changes by them. */
async function restricted(page: Page): Promise<void> {
  const asked = { patient: "nobody-2", kind: "agreed", recipients: ["employer"] };
  await send(page, "restrictions", { ...asked, id: idOf(2) }, BY_PRIVACY);
  await send(
    page,
    "restrictions",
    { id: idOf(3), patient: "nobody-3", kind: "self-pay", refs: ["Claim/3"] },
    BY_PRIVACY,
  );
}

async function consented(page: Page): Promise<void> {
  const parts =
    "patient-name discloser description recipients purpose right-to-revoke expiration signature date-signed consequences";
  const consent = {
    id: idOf(4),
    patient: "nobody-4",
    discloser: "Alder Falls recovery program",
    recipients: ["provider"],
    bases: ["treatment"],
    description: "Medication for opioid use disorder",
    present: parts.split(" "),
    signedAt: "2026-04-01T14:00:00Z",
    until: "2027-04-01T00:00:00Z",
  };
  await send(page, "consents", consent, BY_PRIVACY);
  await page.goto("/restrictions/consents");
  await rows(page);
}

/** The key of a patient that one relation fact is about. */
async function proposedShredding(page: Page): Promise<void> {
  const fact = "relation,person,patient,from,until,refs\nbillable,bea.biller,nobody-5,,2099-12-31,\n";
  await send(page, "relations/import", fact, { ...BY_PRIVACY, type: "text/csv" });
  const shredding = { id: idOf(5), patient: "nobody-5", reason: "asked for erasure, years are over" };
  await send(page, "shreddings", shredding, BY_PRIVACY);
  await page.goto("/shreddings");
  await rows(page);
}

async function explored(page: Page): Promise<void> {
  await page.getByRole("button", { name: /As$/ }).click(SLOW);
  await page.getByRole("option", { name: /^Bea Biller/ }).click();
  const { billablePatient } = sharedHospital().landmarks;
  await page.getByLabel("Path below /fhir").fill(`/Claim?patient=${billablePatient}&_count=2`);
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByText("billablePeriod").first().waitFor(SLOW);
}
