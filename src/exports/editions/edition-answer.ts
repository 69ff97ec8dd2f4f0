import type { StoredEdition } from './edition.query.js';
import type { EditionFile } from './manifest.js';

/** An edition as the API shows it. */
export interface EditionAnswer {
  edition: number;
  title: string | null;
  decisionNumber: string;
  decisionDate: string;
  asOf: string;
  createdAt: string;
  services: number;
  /** SHA-256 of services.jsonl. */
  checksum: string;
  manifestSha256: string;
  ledgerSeq: number;
  changeSeq: number;
  files: EditionFile[];
}

export function editionAnswer({ manifest, sha256 }: StoredEdition): EditionAnswer {
  return {
    edition: manifest.edition,
    title: manifest.title,
    decisionNumber: manifest.decisionNumber,
    decisionDate: manifest.decisionDate,
    asOf: manifest.asOf,
    createdAt: manifest.createdAt,
    services: manifest.services,
    checksum: manifest.files.find(({ name }) => name === 'services.jsonl')!.sha256,
    manifestSha256: sha256,
    ledgerSeq: manifest.ledgerSeq,
    changeSeq: manifest.changeSeq,
    files: manifest.files.map(({ name, mediaType, bytes, sha256: hash }) => ({
      name,
      mediaType,
      bytes,
      sha256: hash,
    })),
  };
}
