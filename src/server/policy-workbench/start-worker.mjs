// A thread reads TypeScript as the process does (bin/modicum.mjs): through tsx before Node 24, natively from there on.
const native = Number(process.versions.node.split(".")[0]) >= 24;
if (!native) (await import("tsx/esm/api")).register();
await import("./worker.ts");
