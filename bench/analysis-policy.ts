import { stringify } from "yaml";
import { compilePolicy, readPolicyFiles } from "../src/policy/index.ts";
import type { CompiledPolicy, PolicyFile } from "../src/policy/types.ts";

/** A large policy for the analysis: 40 roles × 64 purposes over every element that ships, through the real compiler. */
export const ROLES = 40;
export const PURPOSES = 64;

const HEADER = {
  apiVersion: "modicum/v1",
  owner: "privacy-officer",
  reviewBy: "2999-01-01",
  cfr: ["164.514(d)(2)"],
  why: "For the benchmark.",
};

/** Anchors are no part of the language. */
const PLAIN = { aliasDuplicateObjects: false };

/** What a policy leaves out of its grants, so that it differs from the whole one. */
export interface Variant {
  readonly leaveOut: (role: number, purpose: number, pattern: string) => boolean;
}

export async function largePolicy({ leaveOut }: Variant): Promise<CompiledPolicy> {
  const read = await readPolicyFiles("content");
  if (!read.ok) throw new Error("content cannot be read");
  const kept = read.value.filter(({ path }) => !/\/(roles|purposes|people|tests|exemptions)\//.test(path));
  const patterns = patternsIn(kept);
  const purposes = Array.from({ length: PURPOSES }, (_, n) => purposeFile(n));
  const roles = Array.from({ length: ROLES }, (_, n) => roleFile(n, patterns, leaveOut));
  return compiledFrom([...kept, ...purposes, ...roles]);
}

/** What a fresh install ships. */
export async function shippedPolicy(): Promise<CompiledPolicy> {
  const read = await readPolicyFiles("content");
  if (!read.ok) throw new Error("content cannot be read");
  return compiledFrom(read.value);
}

function compiledFrom(files: readonly PolicyFile[]): CompiledPolicy {
  const compiled = compilePolicy(files, Date.parse("2026-05-04T15:00:00Z"));
  if (compiled.ok) return compiled.value;
  throw new Error(`${compiled.error[0]?.id} ${compiled.error[0]?.message}`);
}

/** `claim.*` for every group of elements: a bare `*` is refused. */
function patternsIn(files: readonly PolicyFile[]): readonly string[] {
  const ids = files.flatMap(({ text }) =>
    /^kind: ElementGroup$/m.test(text)
      ? [...text.matchAll(/^ *(?:- )?\{?id: ([a-z0-9-]+)\.[a-z0-9.-]+/gm)].map(([, group = ""]) => group)
      : [],
  );
  return [...new Set(ids)].toSorted().map((group) => `${group}.*`);
}

function purposeFile(n: number): PolicyFile {
  const id = `purpose-${n}`;
  const purpose = {
    ...HEADER,
    kind: "Purpose",
    id,
    title: id,
    basis: "none",
    acts: ["use"],
  };
  return { path: `purposes/${id}.yaml`, text: stringify(purpose, PLAIN) };
}

/** Every role has a grant of every element for every purpose; every eighth of the purposes has a second relation. */
function roleFile(role: number, patterns: readonly string[], leaveOut: Variant["leaveOut"]): PolicyFile {
  const id = `role-${role}`;
  const grants = Array.from({ length: PURPOSES }, (_, purpose) => {
    const entries = patterns.map((pattern, n) => ({
      pattern,
      as: (role + purpose + n) % 3 === 0 ? "mask" : "keep",
    }));
    const elements = entries
      .filter(({ pattern }) => !leaveOut(role, purpose, pattern))
      .map(({ pattern, as }) => ({ id: pattern, as }));
    const segments = (role + purpose) % 2 === 0 ? ["bh", "hiv"] : [];
    const first = {
      purpose: `purpose-${purpose}`,
      on: "clinic",
      can: ["read", "search"],
      elements,
      segments,
    };
    return purpose % 8 === 0 ? [first, { ...first, on: "panel", segments: [] }] : [first];
  }).flat();
  const duties = { jobFunctions: ["Work"], recertify: { every: "1y", by: "manager" } };
  return {
    path: `roles/${id}.yaml`,
    text: stringify({ ...HEADER, kind: "Role", id, title: id, ...duties, grants }, PLAIN),
  };
}
