import pino from "pino";
import type { LogLevel } from "../config.ts";

/** What the process says about itself, as JSON lines on stderr. INVARIANT: never a URL's query, a body, a chart's value. */
export interface Log {
  /** Whether `debug` is heard: who would have to gather what it says asks first. */
  readonly isDebug: boolean;
  debug(event: string, facts?: LogFacts): void;
  info(event: string, facts?: LogFacts): void;
  warn(event: string, facts?: LogFacts): void;
  fault(event: string, fault: unknown): void;
}

/** Counts, codes and places of ours; no strings that came from a request or an upstream. */
export type LogFacts = Readonly<Record<string, number | boolean | string | null>>;

/** @param context what stands on every line: the trace of the request under way. */
export function createLog(level: LogLevel, context: () => LogFacts = () => ({})): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => ({ ...context() }),
  };
  const logger = pino(options, pino.destination(2));
  return {
    isDebug: logger.isLevelEnabled("debug"),
    debug: (event, facts = {}) => logger.debug(facts, event),
    info: (event, facts = {}) => logger.info(facts, event),
    warn: (event, facts = {}) => logger.warn(facts, event),
    fault: (event, fault) => logger.error({ code: codeOf(fault) }, event),
  };
}

/** The code alone: a message or a stack may quote what must not be logged. */
function codeOf(fault: unknown): string {
  const code = fault instanceof Error && "code" in fault ? fault.code : undefined;
  return typeof code === "string" ? code : "internal";
}
