import type { DeviceStore } from "./ports.ts";
import type { Device } from "./types.ts";

const PAGE = 500;

/** Every device of the inventory by its id, read in pages. */
export async function* everyDevice({ list }: Pick<DeviceStore, "list">): AsyncIterable<Device> {
  for (let after: readonly [string, string] | undefined; ;) {
    const next = after === undefined ? {} : { after };
    const page = await list({ order: "id", descending: false, limit: PAGE, ...next });
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = [last.id, last.id];
  }
}
