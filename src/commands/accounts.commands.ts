import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { Argument, type Command, Option } from 'commander';
import { NAME_MAX } from '../accounts/accounts.dto.js';
import { AccountsService, type AccountRole } from '../accounts/accounts.service.js';
import { type GivenPassword, INITIAL_PASSWORD_DAYS } from '../accounts/initial-password.js';
import { KeysService } from '../accounts/keys.service.js';
import { SecondFactors } from '../accounts/second-factors.service.js';
import { ACCESS_RULES, type AccessRuleId } from '../accounts/access-rules.js';
import { type Role, ROLES } from '../accounts/roles.js';
import { instant, text } from './arguments.js';
import { ofOne } from './told-error.js';
import { OPERATOR, withCatalogue } from './with-catalogue.js';

const ACCOUNT_ROLES = ROLES.filter((role) => role !== 'reader');

interface WithAgency {
  agency?: string;
}

interface NewUserOptions extends WithAgency {
  role: AccountRole;
  name?: string;
  generate?: true;
}

const GENERATE = [
  '--generate',
  `make an initial password and show it, instead of asking for one: good for ${INITIAL_PASSWORD_DAYS} days, and for nothing but choosing another`,
] as const;

/** `user add|set-role|set-password|disable|reset-second-factor`, `key create|revoke` */
export function accountsCommands(program: Command): void {
  const user = program
    .command('user')
    .description('accounts of people; passwords are asked for, or read from a pipe');
  user
    .command('add')
    .argument('<username>')
    .addOption(new Option('--role <role>').choices(ACCOUNT_ROLES).makeOptionMandatory())
    .option('--agency <code>', 'agency that a clerk acts for')
    .option('--name <name>', 'name to show', text(NAME_MAX))
    .option(...GENERATE)
    .action(async (username: string, options: NewUserOptions) => {
      const password = options.generate ? undefined : await askPassword();
      await withCatalogue('writes', async (app) => {
        const { role, agency = null, name = username } = options;
        const account = { username, displayName: name, role, agencyCode: agency, password };
        const { given } = await app.get(AccountsService).add(OPERATOR, account);
        console.log(`Added ${username} as ${role}`);
        if (given) showOnce(given);
      });
    });
  user
    .command('set-role')
    .argument('<username>')
    .addArgument(new Argument('<role>').choices(ACCOUNT_ROLES))
    .option('--agency <code>', 'agency that a clerk acts for')
    .action((username: string, role: AccountRole, { agency }: WithAgency) =>
      withCatalogue('writes', async (app) => {
        const accounts = app.get(AccountsService);
        await ofOne(accounts.setRole(OPERATOR, username, role, agency), noAccount(username));
        console.log(`${username} is now ${role}`);
      }),
    );
  user
    .command('set-password')
    .argument('<username>')
    .option(...GENERATE)
    .action(async (username: string, { generate }: { generate?: true }) => {
      const password = generate ? undefined : await askPassword();
      await withCatalogue('writes', async (app) => {
        const accounts = app.get(AccountsService);
        const given =
          password === undefined
            ? await ofOne(accounts.giveInitialPassword(OPERATOR, username), noAccount(username))
            : undefined;
        if (password !== undefined)
          await ofOne(accounts.setPassword(OPERATOR, username, password), noAccount(username));
        console.log(`The password of ${username} is changed and its sessions have ended`);
        if (given) showOnce(given);
      });
    });
  user
    .command('disable')
    .argument('<username>')
    .action((username: string) =>
      withCatalogue('writes', async (app) => {
        await ofOne(app.get(AccountsService).disable(OPERATOR, username), noAccount(username));
        console.log(`${username} is disabled and its sessions have ended`);
      }),
    );
  user
    .command('reset-second-factor')
    .description('for somebody who has lost the telephone and the recovery codes')
    .argument('<username>')
    .action((username: string) =>
      withCatalogue('writes', async (app) => {
        await ofOne(
          app.get(SecondFactors).reset(OPERATOR, username),
          `There is no account ${username} with a second factor; the page /desk/accounts lists the accounts`,
        );
        console.log(`${username} has no second factor any more and its sessions have ended`);
      }),
    );

  const key = program.command('key').description('keys of machines');
  key
    .command('create')
    .argument('<name>', 'what it is for', text(NAME_MAX))
    .addOption(new Option('--role <role>').choices(ROLES).default('reader'))
    .option('--agency <code>', 'agency that a clerk’s key acts for')
    .addOption(
      new Option('--scope <rules...>', 'access rules that the key keeps to (docs/access.md)').choices(
        Object.keys(ACCESS_RULES),
      ),
    )
    .option('--expires <instant>', 'RFC 3339; without it the key lasts until it is revoked', instant)
    .action((name: string, options: WithAgency & { role: Role; scope?: AccessRuleId[]; expires?: string }) =>
      withCatalogue('writes', async (app) => {
        const made = await app.get(KeysService).create(OPERATOR, {
          name,
          role: options.role,
          agencyCode: options.agency ?? null,
          scopes: options.scope ?? null,
          expiresAt: options.expires ?? null,
        });
        console.log(`Key ${made.id} for ${name}, shown this once:\n${made.key}`);
      }),
    );
  key
    .command('revoke')
    .argument('<id>')
    .action((id: string) =>
      withCatalogue('writes', async (app) => {
        await ofOne(
          app.get(KeysService).revoke(OPERATOR, id),
          `There is no key ${id}; give the number that \`key create\` printed`,
        );
        console.log(`Key ${id} is revoked`);
      }),
    );
}

const noAccount = (username: string): string =>
  `There is no account ${username}; \`user add\` makes one, and the page /desk/accounts lists those there are`;

function showOnce({ initialPassword, initialPasswordUntil }: GivenPassword): void {
  console.log(`Initial password, good until ${initialPasswordUntil}, shown this once:\n${initialPassword}`);
}

/** From the terminal without showing it, or the first line of what is piped in. */
async function askPassword(): Promise<string> {
  const { stdin, stdout } = process;
  if (!stdin.isTTY) {
    for await (const line of createInterface({ input: stdin })) return line;
    return '';
  }
  stdout.write('Password: ');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: silent, terminal: true });
  const password = await lines.question('');
  lines.close();
  stdout.write('\n');
  return password;
}
