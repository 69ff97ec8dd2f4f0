import { PASSWORD } from './databases.mjs';

/** Demonstration accounts are refused in production, and the filled databases have no others. */
export const WITH_ACCOUNTS = { NODE_ENV: 'development' };

export async function tokenOf(server) {
  const response = await fetch(`${server.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: PASSWORD }),
  });
  if (!response.ok) throw new Error(`Sign-in: ${response.status} ${await response.text()}`);
  return (await response.json()).token;
}
