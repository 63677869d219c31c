import { readFile } from "node:fs/promises";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { fitsItsWidth, violations } from "./axe.ts";
import { browserRuns, type Look, openWindow, startBrowser, whySkipped } from "./chromium.ts";
import { layInGrants } from "./laid-in-grants.ts";
import { ownConsole } from "./own-console.ts";
import { signInAs } from "./signed-in.ts";
import { type WatchedPage, watchedPage } from "./watched-page.ts";

const { url } = ownConsole();
const SLOW = { timeout: 40_000 };
const PATIENT = "patient-pat";

let browser: Browser;
let context: BrowserContext;

async function open(
  path: string,
  person = "audra.auditor",
  purpose = "audit",
  look: Look = {},
): Promise<WatchedPage> {
  context = await openWindow(browser, url, look);
  const watched = await watchedPage(context);
  await signInAs(watched.page, person, purpose);
  await watched.page.request.get(`${url}/api/v1/comparison`);
  await watched.page.goto(path);
  await watched.page.getByRole("heading", { level: 1 }).waitFor(SLOW);
  return watched;
}

const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

/** Chooses the patient by keyboard. */
async function choose(page: Page): Promise<void> {
  await page.getByRole("textbox", { name: "Patient (id)" }).fill(PATIENT);
  await page.keyboard.press("Enter");
  await region(page, "Who saw this patient").getByRole("button").first().waitFor(SLOW);
}

describe.skipIf(!browserRuns())(
  `people in the record${whySkipped === null ? "" : ` (${whySkipped})`}`,
  () => {
    beforeAll(async () => {
      browser = await startBrowser();
    });
    afterEach(() => context.close());
    afterAll(() => browser.close());

    it("F131 shows who saw a patient by keyboard, the entries behind a row, and no trace of the patient outside", async () => {
      const { page, asked, complaints } = await open("/record/patient");
      await choose(page);
      const focused = `document.activeElement?.closest("label, div")?.querySelector("label")?.textContent`;
      expect(await page.evaluate<string>(focused)).toBe("Patient (id)");
      expect(await region(page, "Who saw this patient").innerText()).toContain("nina.nurse");
      await page.getByRole("button", { name: "nina.nurse" }).press("Enter");
      const behind = region(page, "Entries behind the row");
      await behind.getByRole("button").first().waitFor(SLOW);
      expect(new Set(await behind.locator("tbody tr > :nth-child(2)").allInnerTexts())).toEqual(
        new Set(["nina.nurse"]),
      );
      const places = [page.url(), await page.title(), ...asked];
      expect(places.filter((place) => place.includes(PATIENT))).toEqual([]);
      expect(complaints).toEqual([]);
    });

    it("F131 keeps the patient through a reload, narrows by purpose in the address, and saves the rows as CSV", async () => {
      const { page } = await open("/record/patient?purpose=treatment");
      await choose(page);
      await page.reload();
      const rows = region(page, "Who saw this patient");
      await rows.getByRole("button").first().waitFor(SLOW);
      expect(new URL(page.url()).search).toBe("?purpose=treatment");
      expect(await rows.innerText()).not.toContain("bea.biller");
      const download = page.waitForEvent("download");
      await page.getByRole("button", { name: "Download Who saw this patient as CSV" }).press("Enter");
      const file = await readFile(await (await download).path(), "utf8");
      expect(file.split("\r\n")[0]).toBe("Person,Told by,Entries,Denied,Last,First,Purposes,How,Roles");
      expect(file).not.toContain(PATIENT);
    });

    it.each([
      [1440, "light"],
      [390, "dark"],
    ] as const)("UX passes axe at %i px, %s: a patient, a person, exceptions", async (width, theme) => {
      const { page } = await open("/record/patient", "audra.auditor", "audit", { width, theme });
      await layInGrants(page);
      await choose(page);
      const good = async (): Promise<void> => {
        expect(await violations(page)).toEqual([]);
        expect(await fitsItsWidth(page)).toBe(true);
      };
      await page.getByRole("img").first().waitFor(SLOW);
      await good();
      await page.goto("/record/person");
      await page.getByRole("combobox", { name: "Person" }).fill("nina.nurse");
      await page.keyboard.press("Enter");
      await page.getByRole("img", { name: /hours? of the week/ }).waitFor(SLOW);
      await good();
      await page.goto("/record/exceptions");
      await page.getByRole("button", { name: "glass-1" }).press("Enter");
      await page.getByRole("list", { name: "Timeline" }).waitFor(SLOW);
      await good();
    });

    it("F131 sums up what a person saw, and opens a day", async () => {
      const { page } = await open("/record/person");
      const answered = page.waitForResponse("**/api/v1/record/_activity");
      // The directory comes after what was typed: the list fills all the same.
      await page.route(/\/api\/v1\/people/, (route) =>
        new Promise((later) => setTimeout(later, 1_500)).then(() => route.continue()),
      );
      await page.getByRole("combobox", { name: "Person" }).pressSequentially("nina");
      await page.getByRole("option", { name: /Nina/ }).click(SLOW);
      await page.keyboard.press("Enter");
      const { patients } = (await (await answered).json()) as { readonly patients: number };
      expect(patients).toBeGreaterThan(0);
      const days = region(page, "Days of this person");
      await days.getByRole("button").first().waitFor(SLOW);
      expect(page.url()).toBe(`${url}/record/person`);
      expect(await page.getByRole("main").innerText()).toMatch(new RegExp(`Patients\\s+${patients}\\s`));
      await days.locator("tbody").getByRole("button").first().press("Enter");
      await page
        .getByRole("heading", { name: /^Entries of nina\.nurse on [A-Z][a-z]+ \d+, 2026/ })
        .waitFor(SLOW);
    });

    it("F132 F056 counts exceptions as its rows do, and tells the life of a grant in order", async () => {
      const { page } = await open("/record");
      await layInGrants(page);
      await page.getByRole("tab", { name: "Exceptions" }).click();
      await page.getByText("6 exceptions: 6 break-glass, 0 just-in-time").waitFor(SLOW);
      await page.getByRole("button", { name: "glass-1" }).press("Enter");
      const steps = page.getByRole("list", { name: "Timeline" }).getByRole("listitem");
      await steps.first().waitFor(SLOW);
      const heads = await steps.locator("strong").allInnerTexts();
      expect(heads).toEqual(["Opened", "Used 4 times, 9 records", "Closed"]);
      expect(await page.getByRole("main").innerText()).toContain("Closed");
    });

    it("F131 offers none of it to who may not read the record", async () => {
      const { page } = await open("/record/patient", "fran.frontdesk", "scheduling");
      await page.getByText("Denied by the policy").waitFor(SLOW);
      expect(await page.getByRole("tab").count()).toBe(0);
    });
  },
);
