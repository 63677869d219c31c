import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

/** More presses of Tab than any page of the console has stops. */
const STOPS = 160;

/** Presses Tab until the element has the focus, as somebody without a mouse comes to it. */
export async function tabOnto(page: Page, target: Locator): Promise<void> {
  const focused = target.and(page.locator(":focus"));
  for (let stop = 0; stop < STOPS; stop += 1) {
    await page.keyboard.press("Tab");
    if ((await focused.count()) > 0) return;
  }
  throw new Error(`Tab does not come to ${String(target)}`);
}

/** Comes to the element by Tab and presses the keys; then the focus must still be somewhere that can be seen. */
export async function actOn(page: Page, target: Locator, ...keys: readonly string[]): Promise<void> {
  await tabOnto(page, target);
  await seesFocus(page);
  for (const key of keys) await page.keyboard.press(key);
  await seesFocus(page);
}

/** Waits until the focus is on an element, inside the window, and under nothing else (WCAG 2.4.7, 2.4.11). */
export async function seesFocus(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate<string>(WHERE), { timeout: 15_000 }).toBe("seen");
}

// The middle of the part that lies in the window; text that breaks has several boxes, of which the first is looked at.
const WHERE = `(() => {
  const element = document.activeElement;
  if (element === null || element === document.body) return "on body";
  const named = element.tagName + " " + (element.getAttribute("aria-label") ?? element.textContent.trim().slice(0, 40));
  const box = element.getClientRects()[0];
  if (box === undefined) return "without a box: " + named;
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  if (right - left < 1 || bottom - top < 1) return "outside the window: " + named;
  const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  const isSeen = over !== null && (element.contains(over) || over.contains(element));
  return isSeen ? "seen" : "covered: " + named;
})()`;
