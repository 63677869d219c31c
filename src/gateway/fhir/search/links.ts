import type { Permitted } from "../../../pipeline.ts";
import type { GatewayParts } from "../deps.ts";
import { bindingOf } from "../page-token.ts";
import type { PageToken } from "../page-token.ts";
import type { Page } from "./bundle.ts";
import { endOf } from "./expiry.ts";

/** Where a page stands among the ordered matches. */
export interface Place {
  readonly offset: number;
  /** 0: the number of matches alone is asked for. */
  readonly count: number;
}

const PAGE_LINK_MS = 30 * 60_000;

/** Sealed tokens of this page and its neighbors; `total` counts visible matches. */
export function linksOf(
  parts: GatewayParts,
  ask: Pick<PageToken, "type" | "pairs">,
  { offset, count }: Place,
  total: number,
  permitted: Permitted,
): Page["links"] {
  const binding = bindingFor(permitted);
  const until = Math.min(permitted.now + PAGE_LINK_MS, endOf(permitted.decision) ?? Infinity);
  const sealed = (at: number): string =>
    parts.pageTokens.seal({ type: ask.type, pairs: ask.pairs, offset: at, binding, until });
  return {
    self: sealed(offset),
    previous: count > 0 && offset > 0 ? sealed(Math.max(0, offset - count)) : null,
    next: count > 0 && offset + count < total ? sealed(offset + count) : null,
  };
}

/**
 * A link is worth nothing to anyone else, by any other client, for any other purpose, after its end, or once the roles, grants, scopes,
 * ceilings, consents or the policy that it rests on are others.
 */
export function isValidFor(token: PageToken, permitted: Permitted): boolean {
  return token.binding === bindingFor(permitted) && permitted.now < token.until;
}

export function bindingFor(permitted: Permitted): string {
  const binding = bindings.get(permitted) ?? bindingNow(permitted);
  bindings.set(permitted, binding);
  return binding;
}

const bindings = new WeakMap<Permitted, string>();

function bindingNow({ caller, decision, facts }: Permitted): string {
  const { request, policyHash, purposes, slices, ceilings } = decision;
  const { purpose, caseId, system, channel, subject, act } = request;
  const client = caller.client?.id ?? caller.token?.clientId ?? null;
  const rules = [...slices, ...ceilings].map(({ rule }) => rule);
  const papers = [...facts.consents, ...facts.authorizations].map(
    ({ id, revokedAt }) => `${id} ${revokedAt}`,
  );
  const lists = [purposes, subject.roles, scopesOf(subject.scopes), rules, papers].map(sorted);
  const { id } = caller.person;
  return bindingOf([id, client, act, purpose, caseId, system, channel, policyHash, ...lists]);
}

function scopesOf(scopes: Permitted["decision"]["request"]["subject"]["scopes"]): readonly string[] {
  return scopes === null ? ["no scopes"] : scopes.map(({ text, patient = "" }) => `${text} ${patient}`);
}

function sorted(values: readonly string[]): string {
  return JSON.stringify([...new Set(values)].toSorted());
}
