// `npm run cli -- <command>`: installs and builds what is missing, then runs the command. See README.md.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkNode, ensureBuilt, ensureInstalled, root } from './ensure-installed.mjs';

checkNode();
ensureInstalled();
ensureBuilt();
await import(pathToFileURL(join(root, 'dist', 'cli.js')).href);
