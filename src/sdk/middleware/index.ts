/** `modicum/middleware`: an application that trims its own JSON, in Express, Hono and Fastify. */
export { embedded, remote } from "./decider.ts";
export type {
  Asking,
  Decider,
  EmbeddedEntry,
  EmbeddedOptions,
  EmbeddedPerson,
  Permitted,
  RecordInQuestion,
} from "./decider.ts";
export { expressMinimizer } from "./express.ts";
export { fastifyMinimizer } from "./fastify.ts";
export type { FastifyLikeApp, FastifyLikeReply, FastifyLikeRequest } from "./fastify.ts";
export { honoMinimizer } from "./hono.ts";
export { createMinimizer } from "./minimizer.ts";
export type { AppAnswer, Minimizer, MinimizerOptions, TrimmedAnswer } from "./minimizer.ts";
export type { RecordShape, Tokenize } from "./shape.ts";
