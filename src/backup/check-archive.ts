import { ArchiveError, Measure, readArchive } from './archive.js';
import { MANIFEST, type Manifest, parseManifest, SUMS, sumsOf } from './manifest.js';

/** Manifests name every file: a megabyte for some ten thousand. */
const HEAD_LIMIT = 512 * 1024 * 1024;

/**
 * Reads an archive to its end, writing nothing.
 * @returns its manifest, where every entry is there, in order, as the manifest says
 * @throws ArchiveError that names the first entry that is not
 */
export async function checkArchive(path: string): Promise<Manifest> {
  let manifestText: string | undefined;
  let manifest: Manifest | undefined;
  let sums: string | undefined;
  let next = 0;
  await readArchive(path, async ({ name, content }) => {
    if (manifestText === undefined) {
      if (name !== MANIFEST) throw new ArchiveError(`This is no backup: it begins with ${name}`);
      manifestText = await textOf(content);
      manifest = parseManifest(manifestText);
      if (!manifest) throw new ArchiveError(`${MANIFEST} cannot be read, or is of another version`);
      return;
    }
    if (sums === undefined) {
      sums = name === SUMS ? await textOf(content) : '';
      if (sums !== sumsOf(manifestText, manifest!))
        throw new ArchiveError(`${SUMS} does not agree with ${MANIFEST}: one of them was changed`);
      return;
    }
    const expected = manifest!.files[next];
    if (name !== expected?.name)
      throw new ArchiveError(
        expected ? `${expected.name} is missing: ${name} is in its place` : `${name} is not in the manifest`,
      );
    const measure = await new Measure().over(content);
    if (measure.size !== expected.size || measure.sha256() !== expected.sha256)
      throw new ArchiveError(`${name} was changed: its SHA-256 is not that of the manifest`);
    next += 1;
  });
  if (!manifest) throw new ArchiveError('This is no backup: it is empty');
  const missing = sums === undefined ? SUMS : manifest.files[next]?.name;
  if (missing !== undefined) throw new ArchiveError(`${missing} is missing: the archive was cut off`);
  return manifest;
}

async function textOf(content: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of content) {
    size += chunk.length;
    if (size > HEAD_LIMIT) throw new ArchiveError('The manifest is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
