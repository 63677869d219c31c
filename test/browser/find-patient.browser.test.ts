import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { at, list, ofType, sharedHospital, text } from "../../demo/testing/shared-hospital.ts";
import { fitsItsWidth, violations } from "./axe.ts";
import { browserRuns, type Look, openWindow, startBrowser, whySkipped } from "./chromium.ts";
import { ownConsole } from "./own-console.ts";
import { signInAs, tabTo } from "./signed-in.ts";
import { type WatchedPage, watchedPage } from "./watched-page.ts";

const { url } = ownConsole();
const SLOW = { timeout: 40_000 };
const CLERK = ["fran.frontdesk", "scheduling"] as const;
const BILLER = ["bea.biller", "billing"] as const;
const OFFICER = ["priya.privacy", "compliance"] as const;

const LOOKS: readonly Look[] = (["light", "dark", "contrast"] as const).flatMap((theme) =>
  [1440, 390].map((width) => ({ theme, width })),
);

let browser: Browser;
let context: BrowserContext;

/** How a patient of the demo is known. */
function anyPatient(): Record<"mrn" | "family" | "given" | "born", string> {
  const [patient] = ofType(sharedHospital(), "Patient");
  const mrn = list(patient?.["identifier"]).find((one) => at(one, "type", "coding", 0, "code") === "MR");
  return {
    mrn: text(at(mrn, "value")),
    family: text(at(patient, "name", 0, "family")),
    given: text(at(patient, "name", 0, "given", 0)),
    born: text(patient?.["birthDate"]),
  };
}

async function open(
  path: string,
  [person, purpose]: readonly [string, string],
  look: Look = {},
): Promise<WatchedPage> {
  context = await openWindow(browser, url, look);
  const watched = await watchedPage(context);
  await signInAs(watched.page, person, purpose);
  await watched.page.goto(path);
  await watched.page.getByRole("heading", { level: 1 }).waitFor(SLOW);
  return watched;
}

async function lookUp(page: Page, mrn: string): Promise<void> {
  await page.getByRole("textbox", { name: "Record number" }).fill(mrn);
  const answered = page.waitForResponse(/\/api\/v1\/locate$/, SLOW);
  await page.keyboard.press("Enter");
  await answered;
}

describe.skipIf(!browserRuns())(`finding a patient${whySkipped === null ? "" : ` (${whySkipped})`}`, () => {
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterEach(() => context.close());
  afterAll(() => browser.close());

  it.each([
    { theme: "light", width: 1440 },
    { theme: "dark", width: 1440 },
    { theme: "contrast", width: 390 },
  ] as const)("UX passes axe in $theme at $width px: the forms, who was found, and nobody", async (look) => {
    const { page, complaints } = await open("/find-patient", CLERK, look);
    await page.getByRole("textbox", { name: "Record number" }).waitFor(SLOW);
    expect(await violations(page)).toEqual([]);
    expect(await fitsItsWidth(page)).toBe(true);
    await lookUp(page, anyPatient().mrn);
    await page.getByText("opens nothing else").waitFor(SLOW);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.getByRole("button", { name: "Find another patient" }).press("Enter");
    await lookUp(page, "nobody");
    await page.getByText("Nobody was found by this number").waitFor(SLOW);
    expect(await violations(page)).toEqual([]);
  });

  it("F162 finds by record number in three steps of the keyboard, and leaves no trace in address, title or history", async () => {
    const { mrn, family } = anyPatient();
    const { page, asked } = await open("/find-patient", CLERK);
    await page.getByRole("textbox", { name: "Record number" }).waitFor(SLOW);
    await tabTo(page, /^Record number$/);
    await page.keyboard.type(mrn);
    await page.keyboard.press("Enter");
    await page.getByText(family).first().waitFor(SLOW);
    const traces = [
      page.url(),
      await page.title(),
      ...asked,
      JSON.stringify(await page.evaluate("history.state")),
    ];
    expect(traces.filter((trace) => trace.includes(mrn) || trace.includes(family))).toEqual([]);
    await page.reload();
    await page.getByRole("textbox", { name: "Record number" }).waitFor(SLOW);
    expect(await page.getByText(family).count()).toBe(0);
  });

  it("UX finds by name and birth date with the keyboard alone, and then the next patient", async () => {
    const { family, given, born } = anyPatient();
    const { page } = await open("/find-patient", CLERK);
    await tabTo(page, /^Family name$/);
    await page.keyboard.type(family);
    await page.keyboard.press("Tab");
    await page.keyboard.type(given);
    await page.keyboard.press("Tab");
    const [year, month, day] = born.split("-");
    await page.keyboard.type(`${month}${day}${year}`);
    await page.keyboard.press("Enter");
    await page.getByText("opens nothing else").waitFor(SLOW);
    await tabTo(page, /^Find another patient$/);
    await page.keyboard.press("Enter");
    await page.getByRole("textbox", { name: "Family name" }).waitFor(SLOW);
    expect(await page.getByRole("textbox", { name: "Family name" }).inputValue()).toBe("");
  });

  it("F162 tells who has missed too often whom to ask; the privacy officer unlocks by keyboard, with a reason", async () => {
    const { page } = await open("/find-patient", CLERK);
    await page.getByRole("textbox", { name: "Record number" }).waitFor(SLOW);
    for (let miss = 0; miss < 12; miss += 1) {
      await lookUp(page, `nobody-${miss}`);
      if ((await page.getByText("Denied by the policy").count()) > 0) break;
    }
    await page.getByText("Ask the privacy officer to unlock it.").waitFor(SLOW);
    expect(await violations(page)).toEqual([]);
    await context.close();

    for (const look of LOOKS) {
      const { page: seen, complaints } = await open("/locked-lookups", OFFICER, look);
      await seen.getByRole("button", { name: "Unlock for fran.frontdesk" }).waitFor(SLOW);
      expect([look, await violations(seen), await fitsItsWidth(seen), complaints]).toEqual([
        look,
        [],
        true,
        [],
      ]);
      await context.close();
    }

    const { page: officer } = await open("/work", OFFICER);
    await officer.getByRole("link", { name: "fran.frontdesk may not look patients up" }).waitFor(SLOW);
    await tabTo(officer, /^fran\.frontdesk may not look patients up$/);
    await officer.keyboard.press("Enter");
    await officer.getByRole("button", { name: "Unlock for fran.frontdesk" }).waitFor(SLOW);
    await tabTo(officer, /^Unlock for fran\.frontdesk$/);
    await officer.keyboard.press("Enter");
    await officer.getByRole("textbox", { name: "Why" }).waitFor(SLOW);
    expect(await violations(officer)).toEqual([]);
    await officer.keyboard.type("misread insurance cards");
    await officer.keyboard.press("Enter");
    await officer.getByText("Nobody is locked out").waitFor(SLOW);
    expect(await violations(officer)).toEqual([]);
    await context.close();

    const { page: again } = await open("/find-patient", CLERK);
    await again.getByRole("textbox", { name: "Record number" }).waitFor(SLOW);
    await lookUp(again, anyPatient().mrn);
    await again.getByText("opens nothing else").waitFor(SLOW);
  });

  it("F162 is offered to nobody without the right", async () => {
    const { page } = await open("/work", BILLER);
    expect(await page.getByRole("navigation").getByText("Find a patient").count()).toBe(0);
  });

  it.each(["/find-patient", "/record/patient", "/record/person", "/record/exceptions"])(
    "UX denies %s as a screen to whom it is not for, before anything is typed or asked",
    async (path) => {
      const { page, asked } = await open(path, BILLER);
      const denied = page.getByRole("region", { name: "Denied" });
      await denied.getByText("No rule gives Biller what this page shows.").waitFor(SLOW);
      expect(await page.getByRole("textbox").count()).toBe(0);
      expect(asked.filter((address) => /\/api\/v1\/(locate|record)/.test(address))).toEqual([]);
      expect(await violations(page)).toEqual([]);
    },
  );
});
