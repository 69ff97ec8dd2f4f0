import { reaches, requireAgency } from '../../accounts/agency-scope.js';
import type { Caller } from '../../accounts/caller.js';
import type { AccessRuleId } from '../../accounts/access-rules.js';
import type { Queries } from '../../database/reader.js';
import type { ProcedureContent } from '../../domain/procedure-content.js';
import { allows } from '../../domain/version-moves.js';
import { type DraftView, draftView } from '../../procedures/procedure.presenter.js';
import { listDay, visibleProcedure } from '../../procedures/procedure.query.js';
import { tagsOf } from '../../procedures/procedure-drafts.service.js';
import { speakingVersion } from '../../procedures/procedure-records.query.js';
import { SECTIONS, placeOfPointer } from './draft-sections.js';

export interface DeskBlocker {
  code: string;
  rule: string;
  section: string;
  field: string;
}

/** A procedure as it lies on the desk of somebody who writes or reviews it. */
export interface ProcedureOnDesk {
  code: string;
  status: 'draft' | 'published' | 'repealed';
  owner: string | null;
  /** Null where no draft is open: then the content is that in force, and an edit opens the next version. */
  draft: DraftView | null;
  content: ProcedureContent;
  /** Tag that every form of the page sends back. */
  version: string;
  /** What keeps the draft from being published. */
  blockers: DeskBlocker[];
  sections: { id: string; missing: number }[];
  may: { edit: boolean; submit: boolean; review: boolean; publish: boolean };
}

/**
 * Call it inside a snapshot.
 * @throws Problem 404, 403 where the procedure is not of the caller's agencies
 */
export async function procedureOnDesk(
  queries: Queries,
  caller: Caller,
  code: string,
): Promise<ProcedureOnDesk> {
  const whole = await visibleProcedure(queries, code, caller);
  const { procedure, versions } = whole;
  const owner = procedure.ownerAgency;
  await requireAgency(queries, caller, 'procedure.readDraft', owner);
  const draft = whole.draft ? draftView(procedure, whole.draft) : null;
  const content = draft?.content ?? speakingVersion(versions, await listDay(queries)).content;
  const blockers = (draft?.blockers ?? []).map((blocker) => {
    const { section, field } = placeOfPointer(blocker.section);
    return { code: blocker.code, rule: blocker.rule, section, field };
  });
  const [version = ''] = await tagsOf(queries, whole);
  const may = (rule: AccessRuleId) => reaches(queries, caller, rule, owner);
  const state = draft?.state;
  const isOpen = (move: 'edit' | 'submit' | 'approve' | 'return' | 'publish') =>
    state !== undefined && allows(move, state);
  return {
    code,
    status: procedure.status,
    owner: procedure.ownerName,
    draft,
    content,
    version,
    blockers,
    sections: SECTIONS.map(({ id }) => ({
      id,
      missing: blockers.filter(({ section }) => section === id).length,
    })),
    may: {
      edit: (await may('procedure.register')) && (draft ? isOpen('edit') : procedure.status === 'published'),
      submit: (await may('procedure.register')) && isOpen('submit'),
      review: (await may('procedure.review')) && (isOpen('approve') || isOpen('return')),
      publish: (await may('procedure.publish')) && isOpen('publish'),
    },
  };
}

export interface FieldChoice {
  code: string;
  name: string;
  nameEn: string | null;
}

export function fieldChoices(queries: Queries): Promise<FieldChoice[]> {
  return queries.all<FieldChoice>(
    'SELECT code, name, name_en AS "nameEn" FROM field ORDER BY name_sort, code',
  );
}
