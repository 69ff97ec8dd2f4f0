// Imports run one way, without circles, and the check fails where it saw no files. Rules: .dependency-cruiser.mjs
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import config from '../.dependency-cruiser.mjs';
import { root } from './ensure-installed.mjs';

process.chdir(root);
const { output } = await cruise(['src'], { ruleSet: config, validate: true, ...config.options }, undefined, {
  tsConfig: extractTSConfig('tsconfig.json'),
});
const { totalCruised, violations } = output.summary;
for (const { rule, from, to } of violations) console.error(`${rule.name}: ${from} -> ${to}`);
const TOO_FEW = 50;
if (totalCruised < TOO_FEW)
  console.error(`Only ${totalCruised} files were seen: the check itself is broken.`);
process.exit(violations.length === 0 && totalCruised >= TOO_FEW ? 0 : 1);
