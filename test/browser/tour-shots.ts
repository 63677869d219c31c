import type { Page } from "playwright-core";
import { AUDIT, heading, PRIVACY, rows, SECURITY, type Shot, SLOW } from "./tour-shot.ts";
import { GOVERN_SHOTS } from "./tour-shots-govern.ts";
import { PEOPLE_SHOTS } from "./tour-shots-people.ts";

/** In the order of the tour. */
export const SHOTS: readonly Shot[] = [
  {
    name: "same-chart",
    title: "One chart, as five people are shown it",
    person: null,
    path: "/same-chart",
    arrange: (page) => page.getByRole("row", { name: /^Birth date/ }).waitFor(SLOW),
  },
  {
    name: "same-chart-why",
    title: "Why each of them is shown it, or not",
    person: null,
    path: "/same-chart",
    arrange: async (page) => {
      const birthDate = page.getByRole("button", { name: /^Birth date/ });
      await birthDate.click(SLOW);
      await birthDate.scrollIntoViewIfNeeded();
    },
  },
  {
    name: "sign-in",
    title: "Sign-in as a person of the demo",
    person: null,
    path: "/sign-in",
    arrange: heading,
  },
  {
    name: "work",
    title: "My work, with nothing to do",
    person: "bea.biller",
    path: "/work",
    arrange: (page) => page.getByText("Nothing needs you").waitFor(SLOW),
  },
  {
    name: "chart",
    title: "A nurse's view of a patient, her scope in five parts, and why a name is shown",
    person: "nina.nurse",
    purpose: "treatment",
    path: "/chart",
    arrange: async (page) => {
      await page.getByRole("table").getByRole("button").first().click(SLOW);
      await page
        .getByRole("region", { name: "Patient", exact: true })
        .getByRole("term")
        .first()
        .waitFor(SLOW);
      await page.getByRole("button", { name: "Why: Name" }).click();
      await page
        .getByText(/content\/roles\/nurse\.yaml:\d+/)
        .first()
        .waitFor(SLOW);
    },
  },
  { name: "denied", title: "A denial as a screen", person: "hana.hr", path: "/chart", arrange: heading },
  {
    name: "record",
    title: "The record",
    ...AUDIT,
    path: "/record",
    arrange: (page) => page.getByRole("row").nth(3).waitFor(SLOW),
  },
  {
    name: "record-entry",
    title: "One entry: why it was as it was",
    ...AUDIT,
    path: "/record",
    arrange: openEntry,
  },
  {
    name: "record-proof",
    title: "The proof of an entry, checked in the browser and drawn",
    ...AUDIT,
    path: "/record",
    arrange: async (page) => {
      await openEntry(page);
      await page.getByRole("button", { name: "Verify", exact: true }).click(SLOW);
      const checked = page.getByRole("list", { name: "What was checked" });
      await checked.waitFor(SLOW);
      await checked.scrollIntoViewIfNeeded();
    },
  },
  {
    name: "record-patient",
    title: "Who saw a patient",
    ...AUDIT,
    path: "/record/patient",
    arrange: async (page) => {
      await somebodyLooked(page);
      await page.getByRole("textbox", { name: "Patient (id)" }).fill("patient-pat", SLOW);
      await page.keyboard.press("Enter");
      await page.getByRole("region", { name: "Who saw this patient" }).waitFor(SLOW);
      await page.getByRole("img").first().waitFor(SLOW);
    },
  },
  {
    name: "record-person",
    title: "What a person saw",
    ...AUDIT,
    path: "/record/person",
    arrange: async (page) => {
      await somebodyLooked(page);
      await page.getByRole("combobox", { name: "Person" }).fill("nina.nurse", SLOW);
      await page.keyboard.press("Enter");
      await page.getByRole("img", { name: /hours? of the week/ }).waitFor(SLOW);
    },
  },
  {
    name: "policy-matrix",
    title: "The policy as a matrix",
    ...PRIVACY,
    path: "/policy/matrix",
    arrange: (page) => page.getByRole("treegrid").waitFor(SLOW),
  },
  {
    name: "policy-who",
    title: "Who can see this?",
    ...PRIVACY,
    path: "/policy/who?element=patient.address",
    arrange: (page) => page.getByText(/can see patient/).waitFor(SLOW),
  },
  {
    name: "policy-role",
    title: "A role: tasks, then elements, then scope, and why",
    ...PRIVACY,
    path: "/policy/roles/biller",
    arrange: (page) => page.getByText("Limits and review").waitFor(SLOW),
  },
  {
    name: "policy-roles",
    title: "Every role, and why it is there",
    ...PRIVACY,
    path: "/policy/roles",
    arrange: (page) => page.getByText("Biller").first().waitFor(SLOW),
  },
  {
    name: "policy-purpose",
    title: "A purpose: who may declare it, and for what",
    ...PRIVACY,
    path: "/policy/purposes/billing",
    arrange: (page) => page.getByText("May be asked for, case by case").waitFor(SLOW),
  },
  {
    name: "policy-access",
    title: "Who can access what",
    ...PRIVACY,
    path: "/policy/access",
    arrange: (page) => page.getByRole("button", { name: "Bea Biller" }).waitFor(SLOW),
  },
  {
    name: "policy-findings",
    title: "Findings, and what is reached without approval",
    ...PRIVACY,
    path: "/policy/findings",
    arrange: (page) => page.getByRole("row", { name: /Diagnoses/ }).waitFor(SLOW),
  },
  {
    name: "policy-tests",
    title: "The policy's tests and what they cover",
    ...PRIVACY,
    path: "/policy/tests",
    arrange: (page) => page.getByText("of grants covered").waitFor(SLOW),
  },
  {
    name: "policy-reach",
    title: "Which part of all patients each role reaches",
    ...PRIVACY,
    path: "/policy/reach",
    arrange: (page) => page.getByRole("img").first().waitFor(SLOW),
  },
  {
    name: "policy-draft",
    title: "A draft, and whom it changes",
    ...PRIVACY,
    path: "/policy/drafts",
    arrange: openDraft,
  },
  {
    name: "policy-drafts",
    title: "Drafts of the policy, and who began them",
    ...PRIVACY,
    path: "/policy/drafts",
    arrange: async (page) => {
      await openDraft(page);
      await page.goto("/policy/drafts");
      await rows(page);
    },
  },
  {
    name: "relations",
    title: "Where relation facts come from, and how fresh they are",
    ...PRIVACY,
    path: "/relations",
    arrange: (page) => page.getByRole("row").nth(2).waitFor(SLOW),
  },
  {
    name: "data-map",
    title: "Which systems hold what, and who may receive it",
    ...SECURITY,
    path: "/data-map",
    arrange: rows,
  },
  {
    name: "keys",
    title: "The keys, what lies under them, and what was done with them",
    ...SECURITY,
    path: "/keys",
    arrange: rows,
  },
  {
    name: "backups",
    title: "Backups, and the drill that brought one back",
    ...SECURITY,
    path: "/backups",
    arrange: backedUp,
  },
  {
    name: "retention",
    title: "How long the record is kept, and where it lies",
    ...SECURITY,
    path: "/retention",
    arrange: rows,
  },
  {
    name: "sources",
    title: "Systems whose logs come in, and which are silent",
    ...SECURITY,
    path: "/sources",
    arrange: rows,
  },
  {
    name: "health",
    title: "How each part is, and what to do about it",
    ...SECURITY,
    path: "/health",
    arrange: rows,
  },
  {
    name: "evidence",
    title: "Evidence for an audit",
    ...AUDIT,
    path: "/evidence",
    arrange: (page) => page.getByRole("checkbox", { name: /^Key operations/ }).waitFor(SLOW),
  },
  ...PEOPLE_SHOTS,
  ...GOVERN_SHOTS,
  {
    name: "commands",
    title: "The command palette",
    ...PRIVACY,
    path: "/work",
    arrange: async (page) => {
      await heading(page);
      await page.keyboard.press("Control+K");
      await page.getByRole("dialog").waitFor(SLOW);
    },
  },
];

/** Five people look at one chart. */
async function somebodyLooked(page: Page): Promise<void> {
  await page.request.get(new URL("/api/v1/comparison", page.url()).href);
}

async function openEntry(page: Page): Promise<void> {
  await page.getByRole("table").getByRole("rowheader").getByRole("button").first().click(SLOW);
  await page.waitForURL(/\/record\/./);
  await heading(page);
}

/** A backup and a drill that brought it back, made by whoever looks first. */
async function backedUp(page: Page): Promise<void> {
  await page.getByText("Last drill that came back whole").waitFor(SLOW);
  await page.waitForLoadState("networkidle");
  const made = page.getByRole("row", { name: /Backup.*Made/ }).first();
  const drilled = page.getByRole("row", { name: /Drill.*Whole.*entries/ }).first();
  if ((await page.getByText("No backup yet").count()) > 0) {
    await page.getByRole("button", { name: "Back up now" }).click(SLOW);
    await made.waitFor(SLOW);
    await page.getByRole("button", { name: "Hold a drill" }).click(SLOW);
  }
  await drilled.waitFor(SLOW);
}

/** A draft that takes the biller's sight of the sex away, with what that changes. */
async function openDraft(page: Page): Promise<void> {
  const title = "Bill without the sex";
  const name = page.getByRole("textbox", { name: /^New draft/ });
  await name.fill(title, SLOW);
  await name.press("Enter");
  await page.getByRole("heading", { level: 1, name: title }).waitFor(SLOW);
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  const headers = { "X-Modicum-Console": "1", "X-Purpose-Of-Use": "compliance", "If-Match": '"1"' };
  const cell = { role: "biller", purpose: "billing", on: "billable", element: "patient.sex", as: "drop" };
  await page.context().request.post(`/api/v1/policy/drafts/${id}/cells`, { data: cell, headers });
  await page.reload();
  await page
    .getByText(/sees? less$/)
    .first()
    .waitFor(SLOW);
}
