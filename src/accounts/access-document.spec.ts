import { expect, it } from 'vitest';
import { packageFile } from '../config/package-root.js';
import { accessDocument } from './access-document.js';

it('docs/access.md says what the table of access rules says', async () => {
  await expect(accessDocument()).toMatchFileSnapshot(packageFile('docs/access.md'));
});
