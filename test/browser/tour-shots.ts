import type { Page } from "playwright-core";

/** One picture of the tour. */
export interface Shot {
  readonly name: string;
  /** Null: nobody has signed in. */
  readonly person: string | null;
  /** Declared; else the first of the person's. */
  readonly purpose?: string;
  readonly path: string;
  /** Brings the screen to what the picture is of. */
  readonly arrange: (page: Page) => Promise<void>;
}

const SLOW = { timeout: 60_000 };
const PRIVACY = { person: "priya.privacy", purpose: "compliance" };
const SECURITY = { person: "sam.security", purpose: "compliance" };
const AUDIT = { person: "audra.auditor", purpose: "audit" };

const heading = (page: Page): Promise<void> => page.getByRole("heading", { level: 1 }).waitFor(SLOW);

const rows = (page: Page): Promise<void> => page.getByRole("row").nth(1).waitFor(SLOW);

/** In the order of the tour. */
export const SHOTS: readonly Shot[] = [
  {
    name: "same-chart",
    person: null,
    path: "/same-chart",
    arrange: (page) => page.getByRole("row", { name: /^Birth date/ }).waitFor(SLOW),
  },
  {
    name: "same-chart-why",
    person: null,
    path: "/same-chart",
    arrange: async (page) => {
      const birthDate = page.getByRole("button", { name: /^Birth date/ });
      await birthDate.click(SLOW);
      await birthDate.scrollIntoViewIfNeeded();
    },
  },
  { name: "sign-in", person: null, path: "/sign-in", arrange: heading },
  {
    name: "work",
    person: "bea.biller",
    path: "/work",
    arrange: (page) => page.getByText("Nothing needs you").waitFor(SLOW),
  },
  {
    name: "chart",
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
  { name: "denied", person: "hana.hr", path: "/chart", arrange: heading },
  {
    name: "record",
    ...AUDIT,
    path: "/record",
    arrange: (page) => page.getByRole("row").nth(3).waitFor(SLOW),
  },
  {
    name: "record-entry",
    ...AUDIT,
    path: "/record",
    arrange: openEntry,
  },
  {
    name: "record-proof",
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
    ...PRIVACY,
    path: "/policy/matrix",
    arrange: (page) => page.getByRole("treegrid").waitFor(SLOW),
  },
  {
    name: "policy-who",
    ...PRIVACY,
    path: "/policy/who?element=patient.address",
    arrange: (page) => page.getByText(/can see patient/).waitFor(SLOW),
  },
  {
    name: "policy-role",
    ...PRIVACY,
    path: "/policy/roles/biller",
    arrange: (page) => page.getByText("Limits and review").waitFor(SLOW),
  },
  {
    name: "policy-access",
    ...PRIVACY,
    path: "/policy/access",
    arrange: (page) => page.getByRole("button", { name: "Bea Biller" }).waitFor(SLOW),
  },
  {
    name: "policy-findings",
    ...PRIVACY,
    path: "/policy/findings",
    arrange: (page) => page.getByRole("row", { name: /Diagnoses/ }).waitFor(SLOW),
  },
  {
    name: "policy-tests",
    ...PRIVACY,
    path: "/policy/tests",
    arrange: (page) => page.getByText("of grants covered").waitFor(SLOW),
  },
  {
    name: "policy-reach",
    ...PRIVACY,
    path: "/policy/reach",
    arrange: (page) => page.getByRole("img").first().waitFor(SLOW),
  },
  { name: "policy-draft", ...PRIVACY, path: "/policy/drafts", arrange: openDraft },
  {
    name: "relations",
    ...PRIVACY,
    path: "/relations",
    arrange: (page) => page.getByRole("row").nth(2).waitFor(SLOW),
  },
  {
    name: "data-map",
    ...SECURITY,
    path: "/data-map",
    arrange: (page) => page.getByRole("img").first().waitFor(SLOW),
  },
  { name: "keys", ...SECURITY, path: "/keys", arrange: rows },
  { name: "backups", ...SECURITY, path: "/backups", arrange: backedUp },
  { name: "retention", ...SECURITY, path: "/retention", arrange: rows },
  { name: "sources", ...SECURITY, path: "/sources", arrange: rows },
  { name: "health", ...SECURITY, path: "/health", arrange: rows },
  {
    name: "evidence",
    ...AUDIT,
    path: "/evidence",
    arrange: (page) => page.getByRole("checkbox", { name: /^Key operations/ }).waitFor(SLOW),
  },
  {
    name: "commands",
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
