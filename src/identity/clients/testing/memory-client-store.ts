import type { Client, ClientStore, Connection, ConnectionStore } from "../ports.ts";

/** Registrations in memory, for tests. */
export function memoryClientStore(clients: readonly Client[] = []): ClientStore {
  const byId = new Map(clients.map((client) => [client.id, client]));
  return {
    find: async (id) => byId.get(id),
    list: async ({ after = "", limit }) =>
      [...byId.values()]
        .filter(({ id }) => id > after)
        .toSorted((a, b) => (a.id < b.id ? -1 : 1))
        .slice(0, limit),
    async add(client) {
      if (byId.has(client.id)) return false;
      byId.set(client.id, { ...client, version: 1 });
      return true;
    },
    async change(client, version) {
      if (byId.get(client.id)?.version !== version) return false;
      byId.set(client.id, { ...client, version: version + 1 });
      return true;
    },
  };
}

/** Connected apps in memory, for tests. */
export function memoryConnectionStore(): ConnectionStore {
  const connections = new Map<string, Connection>();
  const revoked = new Set<string>();
  const keyOf = (personId: string, clientId: string): string => JSON.stringify([personId, clientId]);
  return {
    ofPerson: async (personId) =>
      [...connections.values()]
        .filter((connection) => connection.personId === personId)
        .toSorted((a, b) => b.usedAt - a.usedAt || (a.clientId < b.clientId ? -1 : 1)),
    find: async (personId, clientId) => connections.get(keyOf(personId, clientId)),
    async use(used) {
      const key = keyOf(used.personId, used.clientId);
      const known = connections.get(key);
      const usedAt = Math.max(used.usedAt, known?.usedAt ?? 0);
      const since = known?.since ?? used.usedAt;
      connections.set(key, { ...used, usedAt, since, revokedAt: known?.revokedAt ?? null });
    },
    async revoke(personId, clientId, at) {
      const key = keyOf(personId, clientId);
      const known = connections.get(key);
      if (known !== undefined)
        connections.set(key, { ...known, revokedAt: Math.max(at, known.revokedAt ?? 0) });
      return known !== undefined;
    },
    async revokeToken(tokenId) {
      const isNew = !revoked.has(tokenId);
      revoked.add(tokenId);
      return isNew;
    },
    isRevoked: async (tokenIds) => tokenIds.some((id) => revoked.has(id)),
  };
}
