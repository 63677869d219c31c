import type { Page } from "playwright-core";

/** Signs in as a person of the demo and declares a purpose of theirs, as the console keeps it; then load a page. */
export async function signInAs(page: Page, person: string, purpose: string | null): Promise<void> {
  await page.goto("/sign-in");
  await page.getByRole("heading", { level: 1 }).waitFor();
  const declared = JSON.stringify({ person, purpose, case: null });
  await page.evaluate(
    `fetch("/api/v1/session", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Modicum-Console": "1" },
      body: ${JSON.stringify(JSON.stringify({ person }))},
    }).then(() => sessionStorage.setItem("modicum.declared", ${JSON.stringify(declared)}))`,
  );
}

/** Presses Tab until what has the focus is called so; fails after as many presses as a page could need. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let step = 0; step < 80; step += 1) {
    await page.keyboard.press("Tab");
    const called = await page.evaluate<string>(
      `(({ labels, ariaLabel, textContent }) => (ariaLabel ?? labels?.[0]?.textContent ?? textContent ?? "").trim())(document.activeElement)`,
    );
    if (name.test(called)) return;
  }
  throw new Error(`nothing called ${String(name)} takes the focus`);
}
