import type { Command } from 'commander';
import { Reader } from '../database/reader.js';
import {
  LINK_CHECK_SETTINGS,
  LinkChecker,
  type LinkCheckSettings,
} from '../link-checks/link-checker.service.js';
import { LinkRequests } from '../link-checks/link-requests.service.js';
import { ofOne } from './told-error.js';
import { OPERATOR, withCatalogue } from './with-catalogue.js';

/** `links check` */
export function linksCommands(program: Command): void {
  program
    .command('links')
    .description('the links that services publish')
    .command('check')
    .description('check the links that are due, and wait until it is done')
    .option('--service <id>', 'those of one service, due or not')
    .option('--all', 'all of them, due or not')
    .action(({ service, all = false }: { service?: string; all?: boolean }) =>
      withCatalogue('writes', async (app) => {
        const { retentionDays } = app.get<LinkCheckSettings>(LINK_CHECK_SETTINGS);
        const requests = app.get(LinkRequests);
        const now = new Date().toISOString();
        const { requested, notChecked } =
          service === undefined
            ? await requests.ofAll(OPERATOR, retentionDays, all ? null : now)
            : await ofOne(
                requests.ofService(OPERATOR, service),
                `There is no service ${service} in today’s list; give its id, such as STP~1.001193`,
              );
        console.log(`${requested} links to check, ${notChecked} of the demonstration are left out`);
        await app.get(LinkChecker).finishRequested();
        const states = await app.get(Reader).all<{
          state: string;
          n: number;
        }>('SELECT state, COUNT(*) AS n FROM link GROUP BY state ORDER BY state');
        for (const { state, n } of states) console.log(`${state}: ${n}`);
      }),
    );
}
