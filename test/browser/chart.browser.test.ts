import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { fitsItsWidth, violations } from "./axe.ts";
import { browserRuns, type Look, openWindow, startBrowser, whySkipped } from "./chromium.ts";
import { ownConsole } from "./own-console.ts";
import { signInAs, tabTo } from "./signed-in.ts";
import { type WatchedPage, watchedPage } from "./watched-page.ts";

const { url } = ownConsole();
const SLOW = { timeout: 40_000 };

let browser: Browser;
let context: BrowserContext;

interface Who {
  readonly person: string;
  readonly purpose: string | null;
}

const NURSE: Who = { person: "nina.nurse", purpose: "treatment" };
const BILLER: Who = { person: "bea.biller", purpose: "billing" };

async function open({ person, purpose }: Who, look: Look = {}): Promise<WatchedPage> {
  context = await openWindow(browser, url, look);
  const watched = await watchedPage(context);
  await signInAs(watched.page, person, purpose);
  await watched.page.goto("/chart");
  await watched.page.getByRole("heading", { level: 1 }).waitFor(SLOW);
  return watched;
}

const firstPatient = (page: Page) => page.getByRole("table").getByRole("button").first();

async function openFirstPatient(page: Page): Promise<string> {
  const name = await firstPatient(page).innerText(SLOW);
  await firstPatient(page).press("Enter");
  await page.getByRole("heading", { level: 1, name }).waitFor(SLOW);
  await page.getByRole("region", { name: "Patient", exact: true }).getByRole("term").first().waitFor(SLOW);
  return name;
}

describe.skipIf(!browserRuns())(`the chart${whySkipped === null ? "" : ` (${whySkipped})`}`, () => {
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterEach(() => context.close());
  afterAll(() => browser.close());

  describe.each(["light", "dark", "contrast"] as const)("in the theme %s", (theme) => {
    it.each([1440, 390])("UX passes axe at %i px: scope, finder and a patient", async (width) => {
      const { page, complaints } = await open(NURSE, { theme, width });
      await firstPatient(page).waitFor(SLOW);
      expect(await violations(page)).toEqual([]);
      expect(await fitsItsWidth(page)).toBe(true);
      await openFirstPatient(page);
      expect(await violations(page)).toEqual([]);
      expect(await fitsItsWidth(page)).toBe(true);
      expect(complaints).toEqual([]);
    });
  });

  it("UX finds a patient and asks why by keyboard alone", async () => {
    const { page } = await open(NURSE);
    const family = (await firstPatient(page).innerText(SLOW)).split(" ").at(-1) ?? "";
    await tabTo(page, /^Change purpose$/);
    for (let field = page.locator("input:focus"); (await field.count()) === 0;)
      await page.keyboard.press("Tab");
    await page.keyboard.type(family);
    await page.keyboard.press("Enter");
    await expect
      .poll(async () =>
        (await page.getByRole("rowheader").allInnerTexts()).every((name) => name.includes(family)),
      )
      .toBe(true);
    await tabTo(page, new RegExp(`${family}$`));
    await page.keyboard.press("Enter");
    await page.getByRole("region", { name: "Patient", exact: true }).getByRole("term").first().waitFor(SLOW);
    await tabTo(page, /^Why: Name$/);
    await page.keyboard.press("Enter");
    await page
      .getByText(/content\/roles\/nurse\.yaml:\d+/)
      .first()
      .waitFor(SLOW);
  });

  it("F013 says why an element is shown: the rule with its reason, file and line, and the relation", async () => {
    const { page } = await open(NURSE);
    await openFirstPatient(page);
    await page.getByRole("button", { name: "Why: Birth date" }).press("Enter");
    const why = page.getByRole("dialog");
    await why
      .getByText(/content\/roles\/nurse\.yaml:\d+/)
      .first()
      .waitFor(SLOW);
    const told = await why.innerText();
    expect(told).toMatch(/Patient of my clinic/);
    expect(told.match(/Nursing cares for whoever/g)).toHaveLength(1);
    expect(told.indexOf("Treat a patient")).toBeLessThan(told.indexOf("Treat an emergency"));
    expect(await violations(page)).toEqual([]);
  });

  it("F009 names the relation by which patients are reached, and how many", async () => {
    const { page } = await open(NURSE);
    await firstPatient(page).waitFor(SLOW);
    expect(
      await page
        .getByText(/^\d+ patients$/)
        .first()
        .isVisible(),
    ).toBe(true);
    expect(await page.getByText(/Patient of my clinic: 30 days back/).isVisible()).toBe(true);
  });

  it("F008 gives a biller no kind of record that billing does not need", async () => {
    const { page } = await open(BILLER);
    await openFirstPatient(page);
    expect(await page.getByRole("region", { name: "Claims" }).count()).toBe(1);
    expect(await page.getByRole("region", { name: "Allergies" }).count()).toBe(0);
  });

  it("F008 says what the purpose leaves out from the policy alone, and asks for it only on demand", async () => {
    const { page } = await open(BILLER);
    await openFirstPatient(page);
    expect(await page.getByRole("link", { name: "What stays out of patient" }).count()).toBe(0);
    await page.getByRole("button", { name: /leaves out of patient/ }).press("Enter");
    const section = page.getByRole("region", { name: "Patient", exact: true });
    await section.getByText("Social Security number").waitFor(SLOW);
    expect(await section.innerText()).toContain("whether or not this chart holds any of it");
  });

  it("F012 shows the entries that one's own looks wrote, each with its page", async () => {
    const { page } = await open(NURSE);
    await openFirstPatient(page);
    const written = page.getByRole("region", { name: "Just written to the record" });
    await written.getByRole("link", { name: "Patient", exact: true }).press("Enter");
    await page.getByRole("heading", { level: 1, name: "Entry of the record" }).waitFor(SLOW);
    expect(await page.getByText(/was given \d+ elements on 1 record/).innerText(SLOW)).toContain("Patient");
  });

  it("UX keeps the patient in view over a reload, and out of address and title", async () => {
    const { page, asked } = await open(NURSE);
    const name = await openFirstPatient(page);
    await page.reload();
    await page.getByRole("heading", { level: 1, name }).waitFor(SLOW);
    expect([page.url(), await page.title()]).toEqual([`${url}/chart`, "Chart · Modicum"]);
    const withPhi = asked.filter((address) =>
      /\/fhir\/\w+\?(?!_page=)|\/fhir\/\w+\/(?!_search)/.test(address),
    );
    expect(withPhi).toEqual([]);
  });

  it("UX goes on to the next page of patients and back", async () => {
    const { page } = await open(NURSE);
    const first = await firstPatient(page).innerText(SLOW);
    await page.getByRole("button", { name: "Next" }).press("Enter");
    await page.getByText(/^Rows 21–/).waitFor(SLOW);
    await expect.poll(() => firstPatient(page).innerText(), SLOW).not.toBe(first);
    await page.getByRole("button", { name: "Previous" }).press("Enter");
    await expect.poll(() => firstPatient(page).innerText(), SLOW).toBe(first);
  });

  it("UX tells that no patient matches, and clears the filter", async () => {
    const { page } = await open(NURSE);
    await firstPatient(page).waitFor(SLOW);
    await page.getByRole("textbox", { name: "Name" }).fill("Nobody of this name");
    await page.keyboard.press("Enter");
    await page.getByText("No patients match the filter").waitFor(SLOW);
    await page.getByRole("button", { name: "Clear the filter" }).press("Enter");
    await firstPatient(page).waitFor(SLOW);
  });

  it("UX offers to try again where patients could not be loaded", async () => {
    context = await openWindow(browser, url);
    const page = await context.newPage();
    await signInAs(page, NURSE.person, NURSE.purpose);
    await context.route("**/fhir/**", (route) => route.abort());
    await page.goto("/chart");
    await page.getByText("Could not load patients").waitFor(SLOW);
    await context.unroute("**/fhir/**");
    await page.getByRole("button", { name: "Try again" }).press("Enter");
    await firstPatient(page).waitFor(SLOW);
  });

  it.each([
    ["nina.nurse", "Treat a patient"],
    ["paul.provider", "Treat a patient"],
    ["harper.release", "Release records"],
  ])("F012 begins %s with the usual purpose of the role, never an emergency: %s", async (person, title) => {
    const { page } = await open({ person, purpose: null });
    const declared = page.getByRole("button", { name: /^Purpose: / });
    await declared.waitFor(SLOW);
    expect(await declared.getAttribute("aria-label")).toContain(title);
  });

  it("F012 asks nothing before a purpose is chosen where none is usual", async () => {
    context = await openWindow(browser, url);
    const { page, asked } = await watchedPage(context);
    await signInAs(page, NURSE.person, null);
    await context.route("**/api/v1/session", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), usualPurpose: null } });
    });
    await page.goto("/chart");
    await page.getByText("Choose a purpose", { exact: true }).waitFor(SLOW);
    expect(asked.filter((address) => /\/fhir\/|\/api\/v1\/scope/.test(address))).toEqual([]);
    expect(await violations(page)).toEqual([]);
    await tabTo(page, /^Look for “Treat a patient”$/);
    await page.keyboard.press("Enter");
    await firstPatient(page).waitFor(SLOW);
  });

  it("UX is offered to nobody whose role can never see a chart", async () => {
    const { page } = await open({ person: "priya.privacy", purpose: "compliance" });
    expect(await page.getByRole("navigation").getByRole("link", { name: "Chart", exact: true }).count()).toBe(
      0,
    );
  });

  it("UX fits 320 px with a patient in view", async () => {
    const { page } = await open(NURSE, { width: 320 });
    await openFirstPatient(page);
    expect(await fitsItsWidth(page)).toBe(true);
  });

  it.each([
    ["hana.hr", null, "purpose_missing", /Human resources works without charts/],
    ["vera.vendor", "system-support", "baa_inactive", /business associate agreement/],
  ])(
    "UX shows %s a denial as a screen: reason, what to do, entry",
    async (person, purpose, code, sentence) => {
      const { page } = await open({ person, purpose });
      const denied = page.getByRole("region", { name: "Denied" });
      await denied.getByText(sentence).waitFor(SLOW);
      expect(await denied.innerText()).toMatch(new RegExp(`${code}[\\s\\S]*[0-9a-f]{8}-[0-9a-f]{4}`));
      expect(await page.getByRole("table").count()).toBe(0);
      expect(await violations(page)).toEqual([]);
    },
  );
});
