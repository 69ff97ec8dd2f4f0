// Copies what the compiler leaves: every file under src/ that is not TypeScript, to its place under dist/.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './ensure-installed.mjs';

cpSync(join(root, 'src'), join(root, 'dist'), { recursive: true, filter: (path) => !path.endsWith('.ts') });
