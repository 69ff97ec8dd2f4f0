import { Injectable } from '@nestjs/common';
import { Reader } from '../../database/reader.js';
import type { Actor, Unit } from '../../database/unit.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { canonicalJson, sha256 } from '../../domain/canonical-json.js';
import { ServiceExports } from '../service-exports.service.js';
import { EditionTable } from './edition.table.js';
import { type FrozenFiles, withFrozenFiles } from './frozen-files.js';
import { type EditionAnswer, editionAnswer } from './edition-answer.js';
import type { Manifest } from './manifest.js';
import { type Verification, verifyEdition } from './verify-edition.query.js';

export interface NewEdition {
  decisionNumber: string;
  decisionDate: string;
  title?: string | null;
}

/** Freezes the published list as editions, and checks that they are still as they were frozen. */
@Injectable()
export class Editions {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly exports: ServiceExports,
  ) {}

  /** Freezes today's published list under the next number. */
  async create(actor: Actor, edition: NewEdition): Promise<EditionAnswer> {
    return withFrozenFiles(this.exports, (frozen) =>
      this.unitOfWork.run({ actor, action: 'edition.create' }, (unit) => keep(unit, edition, frozen)),
    );
  }

  /** @throws Problem 404 */
  async verify(no: number): Promise<Verification> {
    return this.reader.snapshot((queries) => verifyEdition(queries, no));
  }
}

async function keep(unit: Unit, edition: NewEdition, frozen: FrozenFiles): Promise<EditionAnswer> {
  const last = await unit.get<{ no: number }>('SELECT COALESCE(MAX(no), 0) AS no FROM edition');
  const no = last!.no + 1;
  const manifest: Manifest = {
    edition: no,
    title: edition.title ?? null,
    decisionNumber: edition.decisionNumber,
    decisionDate: edition.decisionDate,
    asOf: frozen.state.asOf,
    createdAt: unit.at,
    services: frozen.services,
    ledgerSeq: frozen.state.seq,
    changeSeq: frozen.state.changeSeq,
    files: frozen.files,
  };
  const text = canonicalJson(manifest);
  const manifestSha256 = sha256(text);
  await unit.insertMany(EditionTable, [
    { no, manifest: text, manifestSha256, createdBy: unit.actor.name, createdAt: unit.at },
  ]);
  for (const { name } of frozen.files) {
    let part = 0;
    for await (const bytes of frozen.parts(name)) {
      await unit.run(
        'INSERT INTO edition_part (edition_no, file, part, bytes) VALUES (:no, :file, :part, :bytes)',
        { no, file: name, part: part++, bytes },
      );
    }
  }
  // The ledger's chain holds the hash of the manifest, and the manifest those of the files.
  unit.record(`edition:${no}`, null, { manifestSha256, services: manifest.services, asOf: manifest.asOf });
  return editionAnswer({ manifest, text, sha256: manifestSha256 });
}
