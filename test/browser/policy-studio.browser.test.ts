import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { fitsItsWidth, violations } from "./axe.ts";
import { browserRuns, type Look, startBrowser, whySkipped } from "./chromium.ts";
import { ownConsole } from "./own-console.ts";
import { actOn, seesFocus } from "./keyboard.ts";
import { openPolicy, PATIENT, type PolicyWindow } from "./policy-window.ts";

const { url } = ownConsole();
let browser: Browser;
let opened: PolicyWindow;

async function open(path: string, look: Look & { readonly person?: string } = {}): Promise<Page> {
  opened = await openPolicy(browser, url, path, look);
  return opened.page;
}

interface ReachAnswer {
  readonly report: {
    readonly roles: readonly { readonly role: string; readonly patients: number }[];
    readonly findings: readonly { readonly sentence: string }[];
  };
}

/** Each part of the studio, with what shows that its answer is there. */
const PARTS = [
  {
    path: "/policy/matrix?role=biller,nurse&open=patient",
    shown: (page: Page) => page.getByRole("treegrid"),
  },
  {
    path: "/policy/matrix?view=purposes&purpose=billing,treatment&open=patient",
    shown: (page: Page) => page.getByRole("treegrid"),
  },
  { path: "/policy/who?element=patient.*", shown: (page: Page) => page.getByText(/can see patient/) },
  { path: "/policy/roles", shown: (page: Page) => page.getByRole("button", { name: "Biller" }) },
  { path: "/policy/roles/biller", shown: (page: Page) => page.getByText("Limits and review") },
  { path: "/policy/purposes/billing", shown: (page: Page) => page.getByRole("link", { name: "Biller" }) },
  { path: "/policy/access", shown: (page: Page) => page.getByRole("button", { name: "Bea Biller" }) },
  { path: "/policy/findings", shown: (page: Page) => page.getByRole("row", { name: /Diagnoses/ }) },
  { path: "/policy/tests", shown: (page: Page) => page.getByText("of grants covered") },
  { path: "/policy/reach", shown: (page: Page) => page.getByRole("img").first() },
  { path: "/policy/drafts", shown: (page: Page) => page.getByRole("button", { name: "Start a draft" }) },
];

/** Many stops of Tab on a busy machine. */
const SLOW = { timeout: 180_000 };

const focused = (page: Page) => page.evaluate("document.activeElement.textContent");

describe.skipIf(!browserRuns())(`the policy studio${whySkipped === null ? "" : ` (${whySkipped})`}`, () => {
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterEach(() => opened.context.close());
  afterAll(() => browser.close());

  // Each theme and each width once: a page of the studio takes seconds, and colors do not change with the width.
  it.each([
    { theme: "light", width: 1440 },
    { theme: "dark", width: 390 },
    { theme: "contrast", width: 1440 },
  ] as const)(
    "F006 F027 F049 F130 F171 passes axe in $theme at $width px in every part, and fits the width",
    { timeout: 240_000 },
    async (look) => {
      const page = await open("/policy/matrix", look);
      for (const { path, shown } of PARTS) {
        await page.goto(path);
        await shown(page).waitFor(PATIENT);
        expect({ path, found: await violations(page) }).toEqual({ path, found: [] });
        expect({ path, fits: await fitsItsWidth(page) }).toEqual({ path, fits: true });
      }
      expect(opened.complaints).toEqual([]);
    },
  );

  it("F006 goes from cell to cell by arrow keys, and opens the cell by Enter with rule and place", async () => {
    const page = await open("/policy/matrix?role=biller&find=birth");
    const grid = page.getByRole("treegrid");
    await grid.waitFor(PATIENT);
    await grid.locator('[tabindex="0"]').focus();
    for (const key of ["Control+Home", "ArrowDown", "ArrowDown", "ArrowRight"])
      await page.keyboard.press(key);
    expect(await focused(page)).toBe("shown");
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Birth date for Biller" });
    await dialog.getByText("role:biller/billing#1").waitFor(PATIENT);
    expect(await dialog.getByText(/content\/roles\/biller\.yaml:\d+/).count()).toBe(1);
    await dialog.getByText("Bea Biller").waitFor(PATIENT);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect(await focused(page)).toBe("shown");
  });

  it("WCAG 2.4.11 never hides the cell with the focus under the header or the first column", async () => {
    const page = await open("/policy/matrix?role=biller,nurse&find=e", { height: 640 });
    const grid = page.getByRole("treegrid");
    await grid.waitFor(PATIENT);
    await grid.locator('[tabindex="0"]').focus();
    for (const key of ["Control+End", "PageUp", "PageUp", "Home", "ArrowRight"])
      await page.keyboard.press(key);
    const cell = await page.locator("[data-row]:focus").boundingBox();
    const corner = await grid.locator("thead th").first().boundingBox();
    expect(cell?.y).toBeGreaterThanOrEqual((corner?.y ?? 0) + (corner?.height ?? 0) - 1);
    expect(cell?.x).toBeGreaterThanOrEqual((corner?.x ?? 0) + (corner?.width ?? 0) - 1);
  });

  it("F006 says in the first screen what the signs of the matrix mean, and names its groups in words", async () => {
    const page = await open("/policy/matrix", { width: 1440, height: 720 });
    const grid = page.getByRole("treegrid");
    await grid.waitFor(PATIENT);
    const legend = page.getByRole("list", { name: "Legend" });
    const box = await legend.boundingBox();
    const bottom = (box?.y ?? Number.NaN) + (box?.height ?? Number.NaN);
    expect(bottom).toBeLessThan(720);
    expect(bottom).toBeLessThanOrEqual((await grid.boundingBox())?.y ?? 0);
    expect(await page.getByRole("rowheader", { name: /^Explanations of benefit/ }).count()).toBe(1);
    expect(await page.getByRole("rowheader", { name: /^Eob/ }).count()).toBe(0);
  });

  it.each([
    ["/policy/roles/nope", "The policy in force has no such role", "/policy/roles"],
    ["/policy/drafts/nope", "There is no such draft", "/policy/drafts"],
  ])("F006 of %s says what is missing, and leads to the list", async (path, text, list) => {
    const page = await open(path);
    await page.getByText(text).waitFor(PATIENT);
    expect(await page.locator("main").textContent()).not.toMatch(/patient/i);
    await page
      .getByRole("link", { name: /^(All roles|Drafts of any status)$/ })
      .last()
      .click();
    await page.waitForURL((at) => at.pathname === list);
  });

  it("F006 keeps the filters and the open groups in the address", async () => {
    const page = await open("/policy/matrix");
    await page.getByRole("treegrid").waitFor(PATIENT);
    await page.getByRole("rowheader", { name: /^Account/ }).click();
    await page.getByRole("rowheader", { name: "Guarantor" }).waitFor(PATIENT);
    await page.reload();
    await page.getByRole("rowheader", { name: "Guarantor" }).waitFor(PATIENT);
    expect(new URL(page.url()).searchParams.get("open")).toBe("account");
  });

  it("F006 downloads every element of the columns shown as CSV", async () => {
    const page = await open("/policy/matrix?role=biller&purpose=billing");
    await page.getByRole("treegrid").waitFor(PATIENT);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download the matrix as CSV" }).click();
    const lines = (await readFile(await (await download).path(), "utf8")).trim().split("\r\n");
    expect(lines[0]).toBe("Group,Element,Title,biller/billing");
    expect(lines).toContain("patient,patient.ssn,Social Security number,not shown");
    expect(lines.length).toBeGreaterThan(200);
  });

  it("F006 shows what each purpose needs, may ask and never gives, by a switch of the same matrix", async () => {
    const page = await open("/policy/matrix?find=patient.ssn");
    await page.getByRole("treegrid").waitFor(PATIENT);
    await page.keyboard.press("v");
    const grid = page.getByRole("treegrid", { name: "Purpose and element" });
    await grid.waitFor(PATIENT);
    expect(await grid.getByRole("gridcell", { name: "never" }).count()).toBeGreaterThan(5);
  });

  it("F171 answers who can see an element, found by typing a part of its name", async () => {
    const page = await open("/policy/who");
    const box = page.getByRole("combobox", { name: "Element" });
    await box.waitFor(PATIENT);
    await box.focus();
    await page.keyboard.type("social sec");
    await page.getByRole("option", { name: /patient\.ssn/ }).waitFor(PATIENT);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByText(/1 person in 1 role can see/).waitFor(PATIENT);
    expect(await page.getByRole("row", { name: /^Patient .*patient\.ssn/ }).count()).toBe(1);
  });

  it.each(["patient.ssn", "PATIENT.SSN"])(
    "F171 picks an element whose id is typed in full: %s",
    async (id) => {
      const page = await open("/policy/who");
      const box = page.getByRole("combobox", { name: "Element" });
      await box.waitFor(PATIENT);
      await box.focus();
      await page.keyboard.type(id);
      await page.keyboard.press("Enter");
      await page.getByText(/1 person in 1 role can see/).waitFor(PATIENT);
      expect(await box.inputValue()).toMatch(/\(patient\.ssn\)$/);
      expect(new URL(page.url()).searchParams.get("element")).toBe("patient.ssn");
    },
  );

  it("F027 F130 gives the rationale of a role: tasks, then elements, then scope", async () => {
    const page = await open("/policy/roles");
    await page.getByRole("button", { name: "Biller" }).click();
    await page.getByRole("heading", { level: 1, name: "Biller" }).waitFor(PATIENT);
    const headings = await page.getByRole("heading", { level: 2 }).allTextContents();
    expect(headings.slice(0, 3)).toEqual(["1. Tasks", "2. Elements", "3. Scope"]);
    expect(await page.getByText("Submit claims").isVisible()).toBe(true);
    expect(await page.getByText("role:biller/billing#1").isVisible()).toBe(true);
  });

  it("F027 draws the same sample again from the same number", async () => {
    const page = await open("/policy/access?seed=3");
    const names = page.getByRole("region", { name: "Who can access what" }).getByRole("rowheader");
    await names.first().waitFor(PATIENT);
    const first = await names.allTextContents();
    await page.reload();
    await names.first().waitFor(PATIENT);
    expect(await names.allTextContents()).toEqual(first);
  });

  it("F130 surfaces what belongs to nobody", async () => {
    const page = await open("/policy/access");
    await page.getByRole("heading", { name: /^Without an owner/ }).waitFor(PATIENT);
    expect(await page.getByText("is active and nobody is named as manager").isVisible()).toBe(true);
  });

  it("F130 fails loudly where the report would not be whole", async () => {
    const page = await open("/policy/matrix");
    const problem = {
      type: "https://modicum.dev/errors/report_incomplete",
      status: 503,
      code: "report_incomplete",
      title: "the report would not be whole, so it is not shown",
      detail: "`encounter` is stale",
    };
    await page.route("**/api/v1/policy/access-report*", (route) =>
      route.fulfill({ status: 503, contentType: "application/problem+json", body: JSON.stringify(problem) }),
    );
    await page.getByRole("tab", { name: "Who can access" }).click();
    await page.getByText("Could not load the report").waitFor(PATIENT);
    expect(await page.getByText(/would not be whole.*is stale/).isVisible()).toBe(true);
    expect(await page.getByRole("table").count()).toBe(0);
  });

  it("F049 plots reach per role with a twin table of the same numbers, and suppresses small ones", async () => {
    const page = await open("/policy/reach");
    await page.getByRole("img", { name: /Biller: / }).waitFor(PATIENT);
    const headers = { "X-Modicum-Console": "1", "X-Purpose-Of-Use": "compliance" };
    const answer = await page.context().request.get("/api/v1/policy/reach", { headers });
    const { report } = (await answer.json()) as ReachAnswer;
    const biller = report.roles.find(({ role }) => role === "biller");
    expect(biller?.patients).toBeGreaterThan(100);
    await page.getByRole("radio", { name: "Table" }).click();
    const row = page.getByRole("row", { name: /^Biller 1 / });
    expect(await row.textContent()).toContain(`Biller1${biller?.patients}`);
    expect(await page.getByRole("row", { name: /^Patient 1 1 to 10 suppressed/ }).isVisible()).toBe(true);
    expect(await page.getByRole("row", { name: /^Auditor 1 0 none/ }).isVisible()).toBe(true);
    for (const { sentence } of report.findings)
      expect(await page.getByText(sentence.split("`").at(-1) ?? "").count()).toBeGreaterThan(0);
  });

  it("F171 tells findings apart by severity, and clears a filter that nothing matches", async () => {
    const page = await open("/policy/findings?severity=error");
    await page.getByRole("button", { name: "Clear the filter" }).click(PATIENT);
    expect(await page.getByRole("row", { name: /toxic-pair|POL-748/ }).count()).toBeGreaterThan(0);
  });

  it("UX tells who may not see the policy so, as a screen", async () => {
    const page = await open("/policy/matrix", { person: "bea.biller" });
    const denied = page.getByRole("region", { name: "Denied" });
    await denied.waitFor(PATIENT);
    expect(await denied.getByText("no_grant").isVisible()).toBe(true);
    expect(await page.getByRole("treegrid").count()).toBe(0);
    expect(await violations(page)).toEqual([]);
  });

  it("UX goes to every part by the command palette", async () => {
    const page = await open("/policy/matrix");
    await page.keyboard.press("Control+k");
    await page.keyboard.type("Policy: findings");
    await page.getByRole("menuitem", { name: "Policy: findings" }).waitFor(PATIENT);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Findings" }).waitFor(PATIENT);
  });

  it("UX names roles and purposes by their titles, and days and percentages the American way", async () => {
    const page = await open("/policy/roles");
    const row = page.getByRole("row", { name: /^Biller/ });
    await row.getByText("Bill for care; Check that insurance is in force").waitFor(PATIENT);
    expect(await row.getByText("May 1, 2027").count()).toBe(1);
    await page.goto("/policy/findings");
    await page.getByText("role “Care manager” may ask under “Coordinate care”").waitFor(PATIENT);
    await page.goto("/policy/tests");
    await page
      .getByText(/^100%$/)
      .first()
      .waitFor(PATIENT);
  });

  it("UX leaves no column of the matrix out, and says which policy it shows as of when", async () => {
    const page = await open("/policy/matrix", { width: 390 });
    const grid = page.getByRole("treegrid");
    await grid.waitFor(PATIENT);
    const count = (await grid.getByRole("columnheader").count()) - 1;
    await page
      .getByText(new RegExp(`elements, ${count} columns, policy [0-9a-f]{12} as of `))
      .waitFor(PATIENT);
    expect(await page.getByRole("button", { name: "Roles: all" }).isVisible()).toBe(true);
  });

  it("UX draws bars and names of the coverage on a phone", async () => {
    const page = await open("/policy/tests", { width: 390 });
    const plot = page.getByRole("img", { name: /^Grants: / });
    await plot.waitFor(PATIENT);
    const box = await plot.boundingBox();
    for (const name of ["Grants", "Rules on disclosing and requesting", "Elements"]) {
      const at = await plot.getByText(name, { exact: true }).boundingBox();
      expect({ name, inside: (at?.x ?? 0) >= (box?.x ?? 1) }).toEqual({ name, inside: true });
    }
    expect(await plot.getByText("20%").count()).toBe(0);
  });

  it(
    "UX leads by Tab from the roles to one, and to who can access what, with the focus in sight",
    SLOW,
    async () => {
      const page = await open("/policy/roles");
      await page.getByRole("button", { name: "Biller" }).waitFor(PATIENT);
      await actOn(page, page.getByRole("button", { name: "Biller" }), "Enter");
      await page.getByRole("heading", { level: 1, name: "Biller" }).waitFor(PATIENT);
      await actOn(page, page.getByRole("button", { name: /^Bill for care/ }), "Enter");
      await actOn(page, page.getByRole("link", { name: "What they can access" }), "Enter");
      await page.getByRole("button", { name: "Bea Biller" }).waitFor(PATIENT);
      await actOn(page, page.getByRole("button", { name: "Bea Biller" }), "Enter");
      await page.getByRole("dialog").getByRole("link", { name: "Biller" }).waitFor(PATIENT);
      await page.keyboard.press("Escape");
      await seesFocus(page);
    },
  );

  it(
    "UX leads by Tab from a purpose to its roles, and among findings, with the focus in sight",
    SLOW,
    async () => {
      const page = await open("/policy/purposes/billing");
      await page.getByRole("link", { name: "Biller" }).waitFor(PATIENT);
      await actOn(page, page.getByRole("link", { name: "Biller" }), "Enter");
      await page.getByRole("heading", { level: 1, name: "Biller" }).waitFor(PATIENT);
      await page.goto("/policy/findings?severity=error");
      await page.getByRole("button", { name: "Clear the filter" }).waitFor(PATIENT);
      await actOn(page, page.getByRole("searchbox", { name: /^Find a kind of record/ }), "B", "i", "l", "l");
    },
  );

  it("UX leads by Tab from a plot to its table, and among tests, with the focus in sight", SLOW, async () => {
    const page = await open("/policy/tests");
    await page.getByText("of grants covered").waitFor(PATIENT);
    await actOn(page, page.getByRole("radio", { name: "Plot" }), "ArrowRight", "Enter");
    await actOn(page, page.getByRole("switch", { name: "Only what failed" }), "Space");
    await page.goto("/policy/reach");
    await page.getByRole("img", { name: /Biller: / }).waitFor(PATIENT);
    await actOn(page, page.getByRole("radio", { name: "Plot" }), "ArrowRight", "Enter");
  });

  it(
    "UX leads by Tab from who sees an element, and in the matrix, with the focus in sight",
    SLOW,
    async () => {
      const page = await open("/policy/who?element=patient.ssn");
      const role = page.getByRole("link", { name: "Patient", exact: true }).first();
      await role.waitFor(PATIENT);
      await actOn(page, role, "Enter");
      await page.goto("/policy/matrix");
      const grid = page.getByRole("treegrid");
      await grid.waitFor(PATIENT);
      await actOn(page, page.getByRole("button", { name: "Open all groups" }), "Enter");
      await actOn(page, grid.locator('[tabindex="0"]'), "ArrowDown", "ArrowRight", "Enter");
      await page.getByRole("dialog").waitFor(PATIENT);
      await page.keyboard.press("Escape");
      await seesFocus(page);
    },
  );
});
