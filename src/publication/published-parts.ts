import { effectiveFacts } from '../domain/facts-of-procedure.js';
import { heldBackBy } from '../domain/held-back.js';
import { assess } from '../domain/level-scheme/assess.js';
import { crosswalk } from '../domain/level-scheme/crosswalk.js';
import type { PublishedServiceParts } from '../domain/published-service.js';
import { pendingOn } from '../domain/upstream-change.js';
import type { Segment } from '../domain/service-timeline.js';
import type { LevelSchemes } from '../schemes/level-schemes.query.js';
import type { ServiceRecord, VersionRecord } from './service-records.query.js';

/** What one service is on one day, from its records, the version of its procedure on that day, and the schemes. */
export function partsOf(
  record: ServiceRecord,
  version: VersionRecord,
  state: PublishedServiceParts['state'] & Pick<Segment, 'verificationNo'>,
  schemes: LevelSchemes,
  day: string,
): PublishedServiceParts {
  const facts = effectiveFacts(version.facts, record.facts);
  const stated = assess(schemes.own, facts);
  const verification = record.verifications.find(({ no }) => no === state.verificationNo);
  return {
    id: record.id,
    agency: record.agency,
    procedure: version.procedure,
    field: version.field,
    state,
    facts,
    supportedLevel: stated.supportedLevel,
    heldBackBy: heldBackBy(schemes.own, stated, verification),
    factsRevision: record.factsNo,
    schemes: crosswalk(schemes.others, facts),
    verifiedAt: verification?.verifiedAt ?? null,
    demonstration: record.demonstration,
    upstreamChange: pendingOn(record.upstream, day),
    volumes: record.volumes.filter(({ from }) => from <= day),
  };
}
