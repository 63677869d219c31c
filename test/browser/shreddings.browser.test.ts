import { randomUUID } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fitsItsWidth, violations } from "./axe.ts";
import { browserRuns, openWindow, startBrowser, whySkipped } from "./chromium.ts";
import { ownConsole } from "./own-console.ts";
import { signInAs, tabTo } from "./signed-in.ts";
import { watchedPage } from "./watched-page.ts";

const { url } = ownConsole();
const SLOW = { timeout: 40_000 };

let browser: Browser;

async function opened(person: string) {
  const context = await openWindow(browser, url);
  const watched = await watchedPage(context);
  await signInAs(watched.page, person, "compliance");
  await watched.page.goto("/shreddings");
  await watched.page.getByRole("button", { name: "Propose to destroy a key" }).waitFor(SLOW);
  return watched;
}

async function look(page: Page, patient: string): Promise<void> {
  await tabTo(page, /^Propose to destroy a key$/);
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.type(patient);
  await page.keyboard.press("Enter");
}

async function send(page: Page, path: string, type: string, body: string): Promise<void> {
  const headers = { "Content-Type": type, "X-Modicum-Console": "1", "X-Purpose-Of-Use": "compliance" };
  const init = JSON.stringify({ method: "POST", headers, body });
  expect(await page.evaluate(`fetch("/api/v1/${path}", ${init}).then(({ status }) => status)`)).toBe(200);
}

/** A patient with a restriction: it lies under a key, and the entry of its making has to be kept. */
async function keptPatient(page: Page): Promise<string> {
  const patient = `kept-${randomUUID().slice(0, 8)}`;
  const restriction = { id: randomUUID(), patient, kind: "agreed", recipients: ["employer"] };
  await send(page, "restrictions", "application/json", JSON.stringify(restriction));
  return patient;
}

/** A patient with a relation fact: it lies under a key, and no entry is about them. */
async function freePatient(page: Page): Promise<string> {
  const patient = `free-${randomUUID().slice(0, 8)}`;
  const columns = "relation,person,patient,from,until,refs";
  await send(
    page,
    "relations/import",
    "text/csv",
    `${columns}\nbillable,bea.biller,${patient},,2099-12-31,\n`,
  );
  return patient;
}

describe.skipIf(!browserRuns())(`shreddings${whySkipped === null ? "" : ` (${whySkipped})`}`, () => {
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it.each([
    { theme: "light", width: 1440 },
    { theme: "dark", width: 390 },
    { theme: "contrast", width: 1440 },
  ] as const)("UX passes axe in $theme at $width px: register and proposal", async (seen) => {
    const context = await openWindow(browser, url, seen);
    const { page, complaints } = await watchedPage(context);
    await signInAs(page, "priya.privacy", "compliance");
    await page.goto("/shreddings");
    await page.getByRole("button", { name: "Propose to destroy a key" }).click(SLOW);
    expect(await violations(page)).toEqual([]);
    expect(await fitsItsWidth(page)).toBe(true);
    await page.keyboard.press("Escape");
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("F179 says before anything is proposed what stands in the way, and that there is nothing to destroy", async () => {
    const { page, asked } = await opened("priya.privacy");
    const kept = await keptPatient(page);
    await look(page, kept);
    await page.getByText("have not reached the end of their retention").waitFor(SLOW);
    expect(await page.getByRole("button", { name: "Propose", exact: true }).count()).toBe(0);
    await page.getByLabel("Patient (id)").fill("nobody-at-all");
    await page.keyboard.press("Enter");
    await page.getByText("there is nothing to destroy").waitFor(SLOW);
    await page.getByLabel("Patient (id)").fill("not/an id");
    await page.keyboard.press("Enter");
    await page.getByText("Letters, digits, hyphens and dots.").waitFor();
    expect(asked.filter((address) => address.includes(kept))).toEqual([]);
    await page.context().close();
  });

  it("F179 takes two people and a typed word, and then nobody can tell who it was", async () => {
    const { page: priya, asked } = await opened("priya.privacy");
    const free = await freePatient(priya);
    await look(priya, free);
    await priya.getByText("Nothing stands in the way.").waitFor(SLOW);
    await priya.getByLabel("Ground").focus();
    await priya.keyboard.type("moved to the state archive");
    await tabTo(priya, /^Propose$/);
    await priya.keyboard.press("Enter");
    await priya
      .getByText(/second person in another role approves it.*Entry in the record: \S+/)
      .waitFor(SLOW);
    await priya.getByText("You proposed it: another person approves it.").waitFor(SLOW);
    expect(await priya.getByRole("button", { name: "Approve" }).isDisabled()).toBe(true);

    const { page: sam } = await opened("sam.security");
    await sam.goto("/work");
    await sam.getByRole("link", { name: /^Approve or withdraw the destruction/ }).press("Enter", SLOW);
    await sam.getByRole("button", { name: "Approve" }).press("Enter", SLOW);
    await sam.getByText("Nothing stands in the way.").waitFor(SLOW);
    expect(await sam.getByRole("button", { name: "Destroy for good" }).isDisabled()).toBe(true);
    await sam.getByLabel("Type DESTROY to go on").fill("DESTROY");
    expect(await violations(sam)).toEqual([]);
    await priya.getByRole("button", { name: "Withdraw" }).press("Enter");
    await sam.getByRole("button", { name: "Destroy for good" }).press("Enter");
    await sam.getByText(/key is being destroyed.*Entry in the record: \S+/).waitFor(SLOW);

    await priya.getByRole("button", { name: "Withdraw it" }).press("Enter");
    await priya.getByText(/Nothing was changed: the shredding is .* already/).waitFor(SLOW);
    await sam.getByRole("row", { name: /Done.*Nobody can tell/ }).waitFor(SLOW);
    await sam.getByRole("row", { name: /Done/ }).getByRole("button").first().press("Enter");
    await sam.getByRole("region", { name: "What became unreadable" }).waitFor(SLOW);
    await sam.getByText("no backup opens it").waitFor();
    expect(await violations(sam)).toEqual([]);
    expect(asked.filter((address) => address.includes(free))).toEqual([]);
    expect(await sam.content()).not.toContain(free);
    for (const page of [sam, priya]) await page.context().close();
  });
});
