import type { BrowserContext, Page } from "playwright-core";

export interface WatchedPage {
  readonly page: Page;
  /** Errors and warnings of the browser's console, among them everything the content security policy blocked. */
  readonly complaints: readonly string[];
  /** Every address that was asked for. */
  readonly asked: readonly string[];
}

/** A page that keeps what the browser complained about and what it asked for. */
export async function watchedPage(context: BrowserContext): Promise<WatchedPage> {
  const page = await context.newPage();
  const [complaints, asked]: [string[], string[]] = [[], []];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => asked.push(request.url()));
  return { page, complaints, asked };
}
