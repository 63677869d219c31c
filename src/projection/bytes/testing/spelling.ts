/** One value, spelled in the many ways that JSON has. */
import type { Random } from "../../../../demo/random.ts";
import { isMadeObject } from "./made.ts";
import type { Made, Member } from "./made.ts";

/** How likely each liberty is taken, from 0 to 1. */
export interface Spelling {
  readonly space: number;
  /** A character written as another escape than JSON.stringify would. */
  readonly escape: number;
  readonly escapedName: number;
  /** A member written twice. */
  readonly repeat: number;
}

export function anySpelling(random: Random): Spelling {
  return {
    space: random.pick([0, 0, 0.05, 0.5]),
    escape: random.pick([0, 0, 0, 0.005, 0.1]),
    escapedName: random.pick([0, 0, 0, 0, 0.02]),
    repeat: random.pick([0, 0, 0, 0, 0.03]),
  };
}

export function spelled(value: Made, random: Random, spelling: Spelling): string {
  const space = (): string => {
    if (spelling.space === 0 || !random.chance(spelling.space)) return "";
    return random.chance(0.9) ? random.pick([" ", "\n", "\t", "\r\n", "  "]) : " ".repeat(random.int(3, 70));
  };
  const text = (content: string, escape: number): string =>
    escape === 0
      ? JSON.stringify(content)
      : `"${[...content].map((one) => character(one, random, escape)).join("")}"`;
  const member = ([name, inner]: Member): string =>
    `${space()}${text(name, spelling.escapedName)}${space()}:${write(inner)}`;
  const write = (made: Made): string => {
    if (typeof made === "string") return space() + text(made, spelling.escape) + space();
    if (Array.isArray(made))
      return `${space()}[${(made as readonly Made[]).map(write).join(",") || space()}]${space()}`;
    if (!isMadeObject(made)) return "literal" in made ? space() + made.literal + space() : "";
    const members = made.members.flatMap((one) => repeated(one, made.members, random, spelling.repeat));
    return `${space()}{${members.map(member).join(",") || space()}}${space()}`;
  };
  return write(value);
}

function repeated(
  member: Member,
  among: readonly Member[],
  random: Random,
  chance: number,
): readonly Member[] {
  if (chance === 0 || !random.chance(chance)) return [member];
  return [member, [member[0], random.pick(among)[1]]];
}

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\t": "\\t",
  "/": "\\/",
};

function character(one: string, random: Random, escape: number): string {
  if (!random.chance(escape))
    return one < " " || one === '"' || one === "\\" ? JSON.stringify(one).slice(1, -1) : one;
  const short = SHORT[one];
  if (short !== undefined && random.chance(0.5)) return short;
  const units = Array.from({ length: one.length }, (_, i) => hex(one.charCodeAt(i), random.chance(0.5)));
  // Half a pair is no character.
  return random.chance(0.02) ? (units[0] ?? "") + (units.length === 1 ? "\\ud83d" : "") : units.join("");
}

function hex(unit: number, upper: boolean): string {
  const digits = unit.toString(16).padStart(4, "0");
  return `\\u${upper ? digits.toUpperCase() : digits}`;
}
