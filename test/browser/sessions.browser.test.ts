import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demoTokens } from "../../src/identity/demo-tokens.ts";
import { openDemoSigningKey } from "../../src/keys/insecure/demo-signing-key.ts";
import { fixedClock } from "../../src/kernel/clock.ts";
import { keysDirOf } from "../../src/server/storage.ts";
import { E2E_NOW } from "../e2e/shared-server.ts";
import { fitsItsWidth, violations } from "./axe.ts";
import { browserRuns, openWindow, startBrowser, whySkipped } from "./chromium.ts";
import { ownConsole } from "./own-console.ts";
import { signInAs, tabTo } from "./signed-in.ts";
import { watchedPage } from "./watched-page.ts";

const { url } = ownConsole();
const SLOW = { timeout: 40_000 };
const APP = { id: "claims-exporter", title: "Claims exporter", scope: "system/Claim.rs?status=active" };

let browser: Browser;

describe.skipIf(!browserRuns())(`sessions and apps${whySkipped === null ? "" : ` (${whySkipped})`}`, () => {
  beforeAll(async () => {
    browser = await startBrowser();
    await connectApp();
  });
  afterAll(() => browser.close());

  it.each([
    { theme: "light", width: 1440 },
    { theme: "light", width: 390 },
    { theme: "dark", width: 1440 },
    { theme: "contrast", width: 390 },
  ] as const)("UX passes axe in $theme at $width px: sessions, and an app with its scopes", async (look) => {
    const context = await openWindow(browser, url, look);
    const { page, complaints } = await watchedPage(context);
    await open(page, "bea.biller", "billing");
    expect(await violations(page)).toEqual([]);
    expect(await fitsItsWidth(page)).toBe(true);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("F163 shows what an app may reach, and for which purpose", async () => {
    const context = await openWindow(browser, url);
    const { page } = await watchedPage(context);
    await open(page, "bea.biller", "billing");
    const row = page.getByRole("row").filter({ hasText: APP.title });
    await row.getByText(APP.scope).waitFor(SLOW);
    await row.getByText("billing").waitFor(SLOW);
    await context.close();
  });

  it("UX ends another session by keyboard alone, at once", async () => {
    const [here, there] = [await openWindow(browser, url), await openWindow(browser, url)];
    const [{ page }, { page: elsewhere }] = [await watchedPage(here), await watchedPage(there)];
    // Nobody else's test signs in as the pharmacist: there are these two sessions.
    await signInAs(elsewhere, "phil.pharmacist", "order-fulfillment");
    await open(page, "phil.pharmacist", "order-fulfillment");
    await tabTo(page, /^End the session of/);
    await page.keyboard.press("Enter");
    await page.getByText("This session").waitFor(SLOW);
    await page.getByRole("button", { name: /^End the session of/ }).waitFor({ ...SLOW, state: "detached" });
    // The row went with its button: the one that is left has the focus, and Tab goes on from there.
    await expect.poll(() => page.locator("tr:focus").textContent()).toContain("This session");
    await elsewhere.goto("/sessions");
    await elsewhere.getByText("This session").waitFor({ ...SLOW, state: "detached" });
    await elsewhere.getByRole("heading", { level: 1, name: "Sign in" }).waitFor(SLOW);
    await Promise.all([here.close(), there.close()]);
  });

  it("UX the security officer disconnects an app of somebody else, and the app is refused", async () => {
    const context = await openWindow(browser, url);
    const { page } = await watchedPage(context);
    await signInAs(page, "sam.security", "compliance");
    await page.goto("/sessions");
    await page.getByLabel("Another person").fill("bea.biller");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: `Disconnect ${APP.title}` }).click(SLOW);
    await page.getByRole("button", { name: "Disconnect it" }).click(SLOW);
    await page.getByText("are refused").waitFor(SLOW);
    await context.close();
  });

  it("UX nobody else is offered another person's", async () => {
    const context = await openWindow(browser, url);
    const { page } = await watchedPage(context);
    await open(page, "bea.biller", "billing");
    expect(await page.getByLabel("Another person").count()).toBe(0);
    await context.close();
  });
});

async function open(page: Page, person: string, purpose: string): Promise<void> {
  await signInAs(page, person, purpose);
  await page.goto("/sessions");
  await page.getByText("This session").waitFor(SLOW);
}

/** Registers an app as the security officer, and has it ask once with a token of the biller. */
async function connectApp(): Promise<void> {
  const context = await openWindow(browser, url);
  const { page } = await watchedPage(context);
  await signInAs(page, "sam.security", "compliance");
  const registration = {
    id: APP.id,
    title: APP.title,
    kind: "app",
    owner: "sam.security",
    purposes: ["billing"],
    scopes: [APP.scope],
    endsAt: "2035-01-01T00:00:00Z",
  };
  await page.evaluate(
    `fetch("/api/v1/clients", {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "X-Modicum-Console": "1",
        "X-Purpose-Of-Use": "compliance",
      },
      body: ${JSON.stringify(JSON.stringify(registration))},
    })`,
  );
  await context.close();
  const key = await openDemoSigningKey(keysDirOf(ownConsole().dataDir), "demo");
  const { mint } = demoTokens(key, fixedClock(Date.parse(E2E_NOW)));
  const token = await mint({
    personId: "bea.biller",
    clientId: APP.id,
    purpose: "billing",
    scope: APP.scope,
  });
  const reply = await fetch(`${url}/fhir/Claim?_count=1`, { headers: { authorization: `Bearer ${token}` } });
  if (!reply.ok) throw new Error(`the app was answered ${reply.status}`);
}
