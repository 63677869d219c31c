import { Client } from "pg";
import { SUPERUSER } from "./cluster.ts";

export const DATABASE = "modicum";

/** Held by the owner for as long as it lives; the server lets go of it when the owner dies, however it dies. */
const OWNER_LOCK = "select pg_try_advisory_lock(hashtext('modicum/owner')) as held";

/** Password included: for this machine's owner alone. */
export function urlOf(port: number, password: string, database: string): string {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
}

/** One session with the server's own database `postgres`. @throws the driver's error when it cannot be had. */
export async function connect(port: number, password: string): Promise<Client> {
  const client = new Client({
    connectionString: urlOf(port, password, "postgres"),
    connectionTimeoutMillis: 5000,
  });
  // The server's going away is noticed where it is used.
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

/** Takes the owner's lock for the life of this session; false while another session holds it. */
export async function holdsOwnerLock(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>(OWNER_LOCK);
  return rows[0]?.held === true;
}
