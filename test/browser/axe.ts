import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** WCAG 2.0 to 2.2, A and AA, with axe's own best practices. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** A color on its way from one theme to the next is neither of them: what counts is where it comes to rest. */
const SETTLE = `for (const animation of document.getAnimations())
  if (animation instanceof CSSTransition) animation.finish();`;

/** What axe finds on the page as it is now: one line for each rule and element; empty when all is well. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(SETTLE);
  // Beside an open dialog stand its dismiss buttons for screen readers, outside every landmark.
  const overlaid = (await page.getByRole("dialog").count()) > 0;
  const axe = new AxeBuilder({ page })
    // The console has no frames, for which axe would open a page of its own each time; nor is what passed asked for.
    .setLegacyMode()
    // What was announced names its button, which may be gone before the announcer takes it away, after seconds.
    .exclude("[data-live-announcer]")
    .options({ resultTypes: ["violations"] })
    .withTags(TAGS)
    .disableRules(overlaid ? ["region"] : []);
  const { violations: found } = await axe.analyze();
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 160)}`),
  );
}

/** True when nothing has to be scrolled sideways to be read (WCAG 1.4.10). */
export async function fitsItsWidth(page: Page): Promise<boolean> {
  return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth");
}
