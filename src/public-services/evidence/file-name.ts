const NAME_MAX = 200;

/** Control characters, and those that turn the direction of writing: `exe.pdf` can be made to look like `fdp.exe`. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A file's name as it is kept: no path, nothing unseen, at most 200 characters with its ending. */
export function cleanFileName(name: string | undefined): string {
  const last = (name ?? '').toWellFormed().normalize('NFC').replace(UNSEEN, '').split(/[/\\]/).at(-1)!.trim();
  if (last.replace(/\./g, '') === '') return 'file';
  if (last.length <= NAME_MAX) return last;
  const ending = /\.[^.]{1,10}$/.exec(last)?.[0] ?? '';
  return `${last.slice(0, NAME_MAX - ending.length).toWellFormed()}${ending}`;
}

/** The header that has a browser save a file and never show it (RFC 6266, RFC 5987). */
export function attachment(fileName: string): string {
  const plain = fileName.replace(/[^A-Za-z0-9._ -]/g, '_');
  const encoded = encodeURIComponent(fileName.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
