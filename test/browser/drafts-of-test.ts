import type { Locator, Page } from "playwright-core";

const HEADERS = { "X-Modicum-Console": "1", "X-Purpose-Of-Use": "compliance" };
const SEX = { role: "biller", purpose: "billing", on: "billable", element: "patient.sex" };

/** With the origin that a browser would send. */
const headersAt = (page: Page) => ({ ...HEADERS, Origin: new URL(page.url()).origin });

/** A draft of its own, started over the API. */
export async function started(page: Page, title: string): Promise<string> {
  const response = await page
    .context()
    .request.post("/api/v1/policy/drafts", { data: { title }, headers: headersAt(page) });
  const { id } = (await response.json()) as { readonly id: string };
  return id;
}

/** Changes a cell over the API, as somebody else would meanwhile. */
export async function changed(page: Page, id: string, version: number, as: string): Promise<number> {
  const headers = { ...headersAt(page), "If-Match": `"${version}"` };
  const response = await page
    .context()
    .request.post(`/api/v1/policy/drafts/${id}/cells`, { data: { ...SEX, as }, headers });
  return response.status();
}

export const sexOfBilling = (page: Page): Locator =>
  page
    .getByRole("row", { name: /^Administrative sex/ })
    .getByRole("gridcell")
    .first();

/** From any cell of the grid of a draft to that cell, once its element was found, and into its dialog. */
export const KEYS_TO_SEX_OF_BILLING = [
  "Control+Home",
  "ArrowDown",
  "ArrowDown",
  "ArrowRight",
  "ArrowRight",
  "ArrowRight",
  "Enter",
];
