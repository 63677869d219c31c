/** `modicum/engine`: decide and minimize inside another program, from a policy folder and facts. */
export { openEngine } from "./engine.ts";
export type { Engine, EngineCall, EngineOptions, Json, Minimized, Sight } from "./engine.ts";
