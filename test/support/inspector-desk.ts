import type { Test } from 'supertest';
import type { Catalogue } from './catalogue.js';
import { tokenOf } from './sample.js';
import { type Send, signedIn } from './signed-in.js';

/** Every criterion of `nd43-2011`. */
const CRITERIA =
  'name steps manner dossier timeLimit subjects agency forms result requirements fees legalBasis decision publicPage formFiles printAccepted onlineForm onlineSubmission statusOnline authentication'.split(
    ' ',
  );

/** What an inspector says where everything was found but what `change` says otherwise. */
export function allMetBut(change: Record<string, object> = {}): object[] {
  return CRITERIA.map((criterion) => ({ criterion, outcome: 'met', ...change[criterion] }));
}

/** What an inspector does at a desk: opens, records and closes inspections. */
export class InspectorDesk {
  private constructor(readonly send: Send) {}

  static async of(
    catalogue: Catalogue,
    username: Parameters<typeof tokenOf>[1] = 'inspector',
  ): Promise<InspectorDesk> {
    return new InspectorDesk(signedIn(catalogue, await tokenOf(catalogue, username)));
  }

  async tagOf(id: string): Promise<string> {
    return (await this.send.get(`/inspections/${id}`).expect(200)).headers['etag']!;
  }

  open(serviceId: string): Test {
    return this.send.post('/inspections').send({ serviceId, method: 'online' });
  }

  async record(id: string, outcomes: readonly object[]) {
    return this.send
      .patch(`/inspections/${id}`)
      .set('If-Match', await this.tagOf(id))
      .send({ outcomes });
  }

  async close(id: string, body: object = {}) {
    return this.send
      .post(`/inspections/${id}/close`)
      .set('If-Match', await this.tagOf(id))
      .send(body);
  }
}
