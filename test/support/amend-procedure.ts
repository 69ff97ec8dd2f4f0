import type { Catalogue } from './catalogue.js';
import { ClerkDesk } from './clerk-desk.js';
import { InspectorDesk } from './inspector-desk.js';
import { aCompleteDraft } from './procedure-draft.js';
import { signedIn } from './signed-in.js';

/** Publishes a new version of a procedure, through every step that leads there. */
export async function amendProcedure(
  catalogue: Catalogue,
  code: string,
  changes: Record<string, unknown>,
  effectiveFrom: string,
): Promise<void> {
  const admin = signedIn(catalogue, (await ClerkDesk.of(catalogue, 'admin')).token);
  const inspector = await InspectorDesk.of(catalogue);
  const { headers, body } = await admin.get(`/procedures/${code}`).expect(200);
  await admin
    .patch(`/procedures/${code}/draft`)
    .set('If-Match', headers['etag']!)
    .send({ ...aCompleteDraft({ fieldCode: body.field.code, ...changes }), name: body.name })
    .expect(200);
  await admin.post(`/procedures/${code}/submit`).set('If-Match', '*').expect(200);
  await inspector.send.post(`/procedures/${code}/approve`).set('If-Match', '*').expect(200);
  const decision = { decisionNumber: '99/QĐ-UBND', decisionDate: '2026-03-01', signer: 'Chủ tịch' };
  await admin
    .post(`/procedures/${code}/publish`)
    .set('If-Match', '*')
    .send({ ...decision, effectiveFrom })
    .expect(200);
}
