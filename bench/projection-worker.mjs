// Node runs the TypeScript sources directly: through tsx before Node 24, natively from there on. A thread has hooks of its own.
const native = Number(process.versions.node.split(".")[0]) >= 24;
if (!native) (await import("tsx/esm/api")).register();
await import("./projection-worker.ts");
