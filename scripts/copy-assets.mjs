// Brings to dist/ what the compiler leaves: every file under src/ that is not TypeScript, and the compiled stylesheet.
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from 'sass';
import { root } from './ensure-installed.mjs';

cpSync(join(root, 'src'), join(root, 'dist'), { recursive: true, filter: (path) => !path.endsWith('.ts') });

const { css } = compile(join(root, 'src', 'pages', 'assets', 'app.scss'), {
  loadPaths: [join(root, 'node_modules', 'govuk-frontend', 'dist')],
  style: 'compressed',
  quietDeps: true,
});
writeFileSync(join(root, 'dist', 'pages', 'assets', 'app.css'), css);
