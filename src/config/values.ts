import { isIP } from "node:net";
import { resolve } from "node:path";
import { AppError } from "../kernel/errors.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** True for `localhost` and the loopback addresses of IPv4 and IPv6 (RFC 1122, RFC 4291). */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, "").toLowerCase();
  if (bare === "localhost" || bare === "::1") return true;
  return isIP(bare) === 4 && bare.startsWith("127.");
}

export function portOf(env: Environment): number {
  const port = Number(env["PORT"] || "8080");
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw invalid("PORT", "give a port from 0 to 65535");
  return port;
}

export function wholeNumber(env: Environment, name: string, fallback: number, most: number): number {
  const text = env[name] || String(fallback);
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > most)
    throw invalid(name, `give a whole number from 1 to ${most}`);
  return value;
}

export function oneOf<const T extends string>(
  env: Environment,
  name: string,
  allowed: readonly T[],
  fallback: T,
): T {
  const value = env[name] || fallback;
  const found = allowed.find((choice) => choice === value);
  if (found === undefined) throw invalid(name, `give one of ${allowed.join(", ")}`);
  return found;
}

export function required(env: Environment, name: string, what: string): string {
  const value = env[name];
  if (!value) throw new AppError("config_invalid", `\`${name}\` is not set`, { hint: `set it to ${what}` });
  return value;
}

export function checkUrl(name: string, text: string | undefined, protocols: readonly string[]): void {
  if (text === undefined) return;
  if (!URL.canParse(text) || !protocols.includes(new URL(text).protocol)) {
    throw invalid(
      name,
      `give a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
    );
  }
}

export function pathOf(cwd: string, path: string | undefined): string | undefined {
  return path ? resolve(cwd, path) : undefined;
}

export function withoutTrailingSlash(url: string | undefined): string | undefined {
  return url?.replace(/\/+$/, "");
}

export function invalid(name: string, hint: string): AppError {
  return new AppError("config_invalid", `\`${name}\` cannot be used as it is`, { hint });
}

/** Of a URL; undefined where there is none, or where it cannot be read. */
export function hostOf(url: string | undefined): string | undefined {
  return url === undefined || !URL.canParse(url) ? undefined : new URL(url).hostname;
}
