import { randomUUID } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fitsItsWidth, violations } from "./axe.ts";
import { browserRuns, openWindow, startBrowser, whySkipped } from "./chromium.ts";
import { ownConsole } from "./own-console.ts";
import { signInAs } from "./signed-in.ts";
import { watchedPage } from "./watched-page.ts";

const { url } = ownConsole();
const SLOW = { timeout: 40_000 };

let browser: Browser;

describe.skipIf(!browserRuns())(`devices${whySkipped === null ? "" : ` (${whySkipped})`}`, () => {
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser.close());

  it("F157 UX previews a file, takes it in, asks for a wipe by the device's name, and withdraws it", async () => {
    const context = await openWindow(browser, url, { theme: "dark", width: 390 });
    const { page, complaints } = await watchedPage(context);
    await signInAs(page, "sam.security", "compliance");
    await page.goto("/devices");
    await page.getByRole("button", { name: "Import devices" }).press("Enter", SLOW);
    const id = `phone-${randomUUID().slice(0, 8)}`;
    const csv = `id,owner,kind,encrypted\n${id},bea.biller,phone,no\nphone two,bea.biller,phone,no\n`;
    const file = { name: "devices.csv", mimeType: "text/csv", buffer: Buffer.from(csv) };
    await page.locator("input[type=file]").setInputFiles(file);
    await page.getByText("1 new, 0 changed, 0 unchanged, 1 refused").waitFor(SLOW);
    await page.getByText("Line 3:").waitFor(SLOW);
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Take it in" }).press("Enter");
    await page.getByRole("dialog").waitFor({ state: "detached", ...SLOW });
    await page.getByRole("button", { name: id, exact: true }).press("Enter", SLOW);
    await page.getByRole("dialog").getByText("Encryption not proven").waitFor(SLOW);
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Ask for a wipe" }).press("Enter");
    await page.getByLabel("Why").fill("left on the bus");
    await page.getByLabel("Type the device's name").fill("phone");
    await page.keyboard.press("Enter");
    await page.getByText(`Type ${id} to confirm.`).waitFor(SLOW);
    expect(await violations(page)).toEqual([]);
    await page.getByLabel("Type the device's name").fill(id);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor({ state: "detached", ...SLOW });
    await page
      .getByRole("region", { name: "Devices" })
      .getByText("Lost, wipe not confirmed")
      .first()
      .waitFor(SLOW);
    expect(await violations(page)).toEqual([]);
    expect(await fitsItsWidth(page)).toBe(true);
    await page.getByRole("button", { name: `Withdraw: ${id}` }).press("Enter");
    await page.getByRole("row", { name: new RegExp(`${id}.*Withdrawn`) }).waitFor(SLOW);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("F157 UX an auditor looks at devices, and is offered neither import nor wipe", async () => {
    const context = await openWindow(browser, url);
    const { page, complaints } = await watchedPage(context);
    await signInAs(page, "audra.auditor", "audit");
    await page.goto("/devices");
    await page.getByText("The policy in force asks nothing of devices").waitFor(SLOW);
    expect(await page.getByRole("button", { name: "Import devices" }).count()).toBe(0);
    await page.getByRole("searchbox", { name: "Device, owner or system" }).fill("no such device");
    await page.getByText("No devices match the filter").waitFor(SLOW);
    await page.getByRole("button", { name: "Clear the filter" }).press("Enter");
    await page.getByText("No devices match the filter").waitFor({ state: "detached", ...SLOW });
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("F157 UX a biller is not offered devices, and denied them all the same", async () => {
    const context = await openWindow(browser, url);
    const { page } = await watchedPage(context);
    await signInAs(page, "bea.biller", "billing");
    await page.goto("/devices");
    await page.getByText("Denied by the policy").first().waitFor(SLOW);
    expect(
      await page
        .getByRole("navigation")
        .getByText(/^Devices$/)
        .count(),
    ).toBe(0);
    await context.close();
  });
});
