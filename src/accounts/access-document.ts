import { ACCESS_RULES, type AccessRule, type Reach } from './access-rules.js';
import { ROLES } from './roles.js';

const REACHES: Record<Reach, string> = { any: 'any', ownAgencies: 'own agencies', self: 'own' };

/** The table of access rules as a page in Markdown, for people who look it up without the code. */
export function accessDocument(): string {
  const rules = Object.entries<AccessRule>(ACCESS_RULES).map(([id, { title, allow }]) => {
    const cells =
      allow === 'anyone'
        ? ['yes', ...ROLES.map(() => 'any')]
        : ['', ...ROLES.map((role) => (allow[role] === undefined ? '' : REACHES[allow[role]]))];
    return `| \`${id}\` | ${title.en} | ${title.vi} | ${cells.join(' | ')} |`;
  });
  return `${HEAD}
| rule | what | việc | without an account | ${ROLES.join(' | ')} |
| --- | --- | --- | --- | ${ROLES.map(() => '---').join(' | ')} |
${rules.join('\n')}
`;
}

const HEAD = `# Who may do what

Made from \`src/accounts/access-rules.ts\` by \`npx vitest run --project rules src/accounts/access-document.spec.ts -u\`;
do not edit it by hand. Every route names one of these rules (\`x-access-rule\` in the OpenAPI document), and a test
sends a request to every route in every role and compares the answer with this table.

- **any**: every record. **own agencies**: records of the caller's agency and of those under it. **own**: the caller's own record.
- An empty cell is 403 \`forbidden\`; without an account it is 401.
- \`reader\` is a role of keys alone: it reads what everybody may read, and is known by name.
- While a campaign is open, its services, redraw, result and the files of these ask for \`campaign.readDraw\` too, though their rule is
  \`catalogue.read\`: whoever lacks it gets 403 \`campaign_open\`, with an account or without.
- A session that an initial password opened keeps to \`account.setPassword\` and \`session.close\`, for its own account, until an own
  password is chosen; one that lacks the second factor that its role needs keeps to these, \`account.readOwn\` and \`account.secondFactor\`.
`;
