// A thread has loaders of its own: see bin/modicum.mjs for the same two lines.
const native = Number(process.versions.node.split(".")[0]) >= 24;
if (!native) (await import("tsx/esm/api")).register();
await import("./thread-main.ts");
