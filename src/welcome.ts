export interface DemonstrationAccounts {
  usernames: string[];
  password: string;
}

/** What a person at the terminal reads once the catalogue is there. */
export function welcome(address: string, accounts: DemonstrationAccounts | null): string {
  const lines = [
    '',
    `The catalogue is at ${address}`,
    `API: ${address}/api  ·  published list: ${address}/api/v1/services`,
  ];
  if (accounts) {
    lines.push(
      '',
      `Demonstration accounts: ${accounts.usernames.join(', ')}`,
      `Their password (shown this once): ${accounts.password}`,
      'Set DEMO_PASSWORD before the first start to choose it. Change an account with: npm run cli -- user set-password <name>',
      'Their levels and facts are demonstration data and marked as such; NODE_ENV=production refuses them.',
    );
  }
  return lines.join('\n');
}
