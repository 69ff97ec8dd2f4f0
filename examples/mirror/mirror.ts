// A mirror of the published list. See README.md.
import { parseArgs } from 'node:util';
import { Catalogue, Refused } from './catalogue.js';
import { BrokenJournal, Journal } from './journal.js';

const USAGE = `usage: node mirror.js follow|check|list <file> [--from http://127.0.0.1:3000] [--limit 500]

  follow  reads all changes, compares the checksum, and goes on as changes come
  check   reads all changes and compares the checksum: 0 complete, 1 not
  list    prints the services that the file holds, one a line`;

const PROVE_EVERY_MS = 3_600_000;
const WAIT_S = 25;

/** The mirror has every change and yet not the catalogue's list. */
class NotEqual extends Error {}

class Mirror {
  constructor(
    private readonly journal: Journal,
    private readonly catalogue: Catalogue,
    private readonly limit: number,
  ) {}

  /** Reads until no change is left. */
  async catchUp(): Promise<void> {
    while (!(await this.readPage(0)));
  }

  /** Compares with the catalogue's checksum where both stand at the same change; while the catalogue is ahead, reads on. */
  async prove(): Promise<void> {
    for (;;) {
      await this.catchUp();
      const theirs = await this.catalogue.checksum();
      // The catalogue was written to between the two requests.
      if (theirs.seq !== this.journal.seq) continue;
      const ours = this.journal.checksum();
      if (ours.count !== theirs.count || ours.sha256 !== theirs.sha256)
        throw new NotEqual(
          `At change ${theirs.seq} the catalogue has ${describe(theirs)}, this mirror ${describe(ours)}`,
        );
      console.log(`complete at change ${theirs.seq}: ${describe(ours)}`);
      return;
    }
  }

  async follow(): Promise<never> {
    for (;;) {
      await this.prove();
      const proved = Date.now();
      while (Date.now() - proved < PROVE_EVERY_MS) await this.readPage(WAIT_S);
    }
  }

  /** @returns whether nothing more was there */
  private async readPage(wait: number): Promise<boolean> {
    const page = await this.catalogue.changes(this.journal.next, this.limit, wait);
    this.journal.append(page);
    const last = page.items.at(-1);
    if (last) console.log(`${page.items.length} changes, the last ${last.seq} of ${last.at}`);
    return page.caughtUp;
  }
}

function describe({ count, sha256 }: { count: number; sha256: string }): string {
  return `${count} services, sha256 ${sha256}`;
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      from: { type: 'string', default: 'http://127.0.0.1:3000' },
      limit: { type: 'string', default: '500' },
    },
  });
  const [command, path] = positionals;
  if (path === undefined || !['follow', 'check', 'list'].includes(command ?? '')) throw new Error(USAGE);
  const journal = await Journal.open(path);
  const mirror = (attempts: number) =>
    new Mirror(journal, new Catalogue(values.from, attempts), Number(values.limit));
  if (command === 'list') for (const service of journal.services.values()) console.log(service);
  else if (command === 'check') await mirror(5).prove();
  else await mirror(Infinity).follow();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof Refused || error instanceof NotEqual || error instanceof BrokenJournal)
    console.error('Where the catalogue was restored from a backup, begin again with a new file.');
  process.exit(1);
});
