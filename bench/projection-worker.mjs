// Node runs the TypeScript sources directly: through tsx before Node 24, natively from there on.
if (!process.features.typescript) (await import("tsx/esm/api")).register();
await import("./projection-worker.ts");
