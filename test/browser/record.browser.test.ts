import { readFile } from "node:fs/promises";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { fitsItsWidth, violations } from "./axe.ts";
import { browserRuns, type Look, openWindow, startBrowser, whySkipped } from "./chromium.ts";
import { ownConsole } from "./own-console.ts";
import { signInAs, tabTo } from "./signed-in.ts";
import { type WatchedPage, watchedPage } from "./watched-page.ts";

const { url } = ownConsole();
const SLOW = { timeout: 40_000 };
const AUDITOR = ["audra.auditor", "audit"] as const;
const CLERK = ["fran.frontdesk", "scheduling"] as const;

let browser: Browser;
let context: BrowserContext;

async function open(
  path: string,
  [person, purpose]: readonly [string, string | null],
  look: Look = {},
): Promise<WatchedPage> {
  context = await openWindow(browser, url, look);
  const watched = await watchedPage(context);
  await signInAs(watched.page, person, purpose);
  await watched.page.goto(path);
  await watched.page.getByRole("heading", { level: 1 }).waitFor(SLOW);
  return watched;
}

const firstEntry = (page: Page) => page.getByRole("rowheader").getByRole("button").first();
const cellsOf = (page: Page, column: number) =>
  page.locator(`tbody tr > :nth-child(${column})`).allInnerTexts();

/** ISO times of the rows, as the machine reads them. */
const timesOf = (page: Page) =>
  page.locator("tbody tr th time").evaluateAll((all) => all.map((one) => one.getAttribute("datetime") ?? ""));

describe.skipIf(!browserRuns())(`the record${whySkipped === null ? "" : ` (${whySkipped})`}`, () => {
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterEach(() => context.close());
  afterAll(() => browser.close());

  describe.each(["light", "dark", "contrast"] as const)("in the theme %s", (theme) => {
    it.each([1440, 390, 320])("UX passes axe at %i px: entries and one of them", async (width) => {
      const { page, complaints } = await open("/record", AUDITOR, { theme, width });
      await firstEntry(page).waitFor(SLOW);
      expect(await violations(page)).toEqual([]);
      expect(await fitsItsWidth(page)).toBe(true);
      await firstEntry(page).press("Enter");
      await page.getByText("Permalink").waitFor(SLOW);
      expect(await violations(page)).toEqual([]);
      expect(await fitsItsWidth(page)).toBe(true);
      expect(complaints).toEqual([]);
    });
  });

  it("F013 says of an address that holds no entry's id that it holds none", async () => {
    const { page, complaints } = await open("/record/nonsense", AUDITOR);
    await page.getByText("This is not an entry’s id").waitFor(SLOW);
    expect(await page.getByRole("link", { name: "My entries" }).getAttribute("href")).toBe("/record");
    expect(complaints).toEqual([]);
  });

  it("F013 explains an entry by keyboard: sentence, rules with file and line, inputs, policy, permalink", async () => {
    const { page } = await open("/record?interaction=fhir.search&outcome=permit", AUDITOR);
    await page.request.get(`${url}/api/v1/comparison`);
    await page.reload();
    await firstEntry(page).waitFor(SLOW);
    await tabTo(page, /^\w{3} \d+, \d{4}/);
    await page.keyboard.press("Enter");
    await page.getByText("Permalink").waitFor(SLOW);
    const text = await page.getByRole("main").innerText();
    expect(text).toMatch(/was given \d+ elements on \d+ records?/);
    expect(text).toMatch(/content\/roles\/[a-z-]+\.yaml:\d+/);
    expect(text).toContain("The same policy is in force");
    expect(text).toContain(page.url());
    expect(page.url()).toMatch(/\/record\/[0-9a-f-]{36}$/);
    expect(text).toMatch(/npx modicum explain [0-9a-f-]{36} --as [a-z.-]+ --purpose [A-Za-z-]+/);
  });

  it("F013 copies the permalink, which opens for who may read the entry and for nobody else", async () => {
    const { page } = await open("/record", AUDITOR);
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await firstEntry(page).press("Enter");
    await page.getByRole("button", { name: "Copy the permalink" }).press("Enter");
    await expect.poll(() => page.evaluate("navigator.clipboard.readText()")).toBe(page.url());
    const permalink = page.url();
    await context.close();
    const { page: other } = await open(permalink, CLERK);
    await other.getByRole("region", { name: "Denied" }).waitFor(SLOW);
    expect(await other.getByRole("main").innerText()).not.toContain("audra");
    expect(await violations(other)).toEqual([]);
  });

  it("UX shows everyone their own entries, and nobody else's", async () => {
    const { page } = await open("/record?person=bea.biller", CLERK);
    await firstEntry(page).waitFor(SLOW);
    expect(await page.getByRole("columnheader", { name: "Person" }).count()).toBe(0);
    await page.getByRole("button", { name: "Columns of Entries of the record" }).press("Enter");
    await page.getByRole("menuitemcheckbox", { name: "Roles" }).click();
    await page.keyboard.press("Escape");
    const roles = await page.locator("tbody tr > :last-child").allInnerTexts();
    expect(new Set(roles)).toEqual(new Set(["front-desk"]));
  });

  it("UX keeps a view in the address, and the person beside it: it comes back with its filters", async () => {
    const { page } = await open("/record", AUDITOR);
    await firstEntry(page).waitFor(SLOW);
    const person = page.getByRole("combobox", { name: "Person" });
    await person.fill("audra.auditor");
    await page.getByRole("combobox", { name: "Purpose" }).fill("audit");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.url()).toBe(`${url}/record?purpose=audit`);
    await page.reload();
    expect(await person.inputValue(SLOW)).toBe("audra.auditor");
    await firstEntry(page).waitFor(SLOW);
    expect(new Set(await cellsOf(page, 2))).toEqual(new Set(["audra.auditor"]));
  });

  it("UX filters by patient without a trace of it in the address", async () => {
    const { page, asked } = await open("/record", AUDITOR);
    await firstEntry(page).waitFor(SLOW);
    await page.getByRole("textbox", { name: "Patient (id)" }).fill("nobody-of-this-id");
    await page.keyboard.press("Enter");
    await page.getByText("No entries match the filter").waitFor(SLOW);
    expect([page.url(), ...asked].filter((address) => address.includes("nobody"))).toEqual([]);
    await page.getByRole("button", { name: "Clear the filter" }).press("Enter");
    await firstEntry(page).waitFor(SLOW);
  });

  it("F012 turns the record by its title from the keyboard: table, file and address", async () => {
    const { page } = await open("/record?person=audra.auditor&interaction=api.record.search", AUDITOR);
    await firstEntry(page).waitFor(SLOW);
    for (let more = 0; more < 3; more++) await page.reload();
    await firstEntry(page).waitFor(SLOW);
    const when = page.getByRole("columnheader", { name: "When" });
    expect(await when.getAttribute("aria-sort")).toBe("descending");
    await tabTo(page, /^When$/);
    await page.keyboard.press("Enter");
    await expect.poll(() => when.getAttribute("aria-sort"), SLOW).toBe("ascending");
    await expect.poll(() => page.locator("table").getAttribute("aria-busy")).toBe("false");
    expect(await page.evaluate("document.activeElement?.textContent")).toBe("When");
    expect(page.url()).toBe(`${url}/record?interaction=api.record.search&order=oldest`);
    expect(await violations(page)).toEqual([]);
    const shown = await timesOf(page);
    expect(shown.length).toBeGreaterThan(1);
    expect(shown).toEqual(shown.toSorted((a, b) => a.localeCompare(b)));
    await page.reload();
    await firstEntry(page).waitFor(SLOW);
    expect(await timesOf(page)).toEqual(shown.concat((await timesOf(page)).slice(shown.length)));
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export", exact: true }).press("Enter");
    await page.getByRole("menuitem", { name: "CEF" }).press("Enter");
    const lines = (await readFile(await (await download).path(), "utf8")).trim().split("\n");
    const received = lines.map((line) => Number(/ rt=(\d+)/.exec(line)?.[1]));
    expect(received).toEqual(received.toSorted((a, b) => a - b));
    await when.getByRole("button").press("Enter");
    await expect.poll(() => when.getAttribute("aria-sort"), SLOW).toBe("descending");
    expect(page.url()).not.toContain("order");
  });

  it("F012 downloads what is shown with the purpose of each entry, and no patient", async () => {
    const { page } = await open("/record?interaction=fhir.search", AUDITOR);
    await page.request.get(`${url}/api/v1/comparison`);
    await page.reload();
    await firstEntry(page).waitFor(SLOW);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download Entries of the record as CSV" }).press("Enter");
    const [header, ...rows] = (await readFile(await (await download).path(), "utf8")).trim().split("\r\n");
    expect(header).toBe("When,Person,What,Purpose,Outcome,Reason,Records,Elements");
    expect(rows.every((line) => line.split(",")[3] !== "")).toBe(true);
    expect(rows.join("\n")).not.toMatch(/Patient\//);
  });

  it("UX shows what was denied by a command of the palette", async () => {
    const { page } = await open("/record", AUDITOR);
    await page.request.get(`${url}/api/v1/comparison`);
    await page.keyboard.press("Control+k");
    await page.keyboard.type("what was denied");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.url()).toBe(`${url}/record?outcome=deny`);
    await expect.poll(async () => new Set(await cellsOf(page, 5)), SLOW).toEqual(new Set(["Denied"]));
  });

  it("F165 takes the record out as a file in the format that is chosen, and says where that is recorded", async () => {
    const { page } = await open("/record?interaction=fhir.search", AUDITOR);
    await page.request.get(`${url}/api/v1/comparison`);
    await page.reload();
    await firstEntry(page).waitFor(SLOW);
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export", exact: true }).press("Enter");
    expect(await violations(page)).toEqual([]);
    await page.getByRole("menuitem", { name: "FHIR AuditEvent" }).press("Enter");
    const file = await download;
    const lines = (await readFile(await file.path(), "utf8")).trim().split("\n");
    const events = lines.map((line) => JSON.parse(line) as { readonly resourceType: string });
    expect(file.suggestedFilename()).toMatch(/^record-\d{4}-\d\d-\d\d\.ndjson$/);
    expect(new Set(events.map(({ resourceType }) => resourceType))).toEqual(new Set(["AuditEvent"]));
    await page.getByRole("link", { name: "Saved, and recorded" }).press("Enter");
    await page.getByText("Permalink").waitFor(SLOW);
    expect(await page.getByRole("main").innerText()).toContain("Took the record out");
  });

  it("F165 offers no export to who may not read the record", async () => {
    const { page } = await open("/record", CLERK);
    await firstEntry(page).waitFor(SLOW);
    expect(await page.getByRole("button", { name: "Export", exact: true }).count()).toBe(0);
  });
});
