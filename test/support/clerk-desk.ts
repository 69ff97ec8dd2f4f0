import type { Test } from 'supertest';
import type { ServiceFacts } from '../../src/domain/service-facts.js';
import type { Catalogue } from './catalogue.js';
import { tokenOf } from './sample.js';

/** What a clerk does at a desk: requests with a token, and the tag of what was read. */
export class ClerkDesk {
  private constructor(
    private readonly catalogue: Catalogue,
    readonly token: string,
  ) {}

  static async of(catalogue: Catalogue, username: Parameters<typeof tokenOf>[1]): Promise<ClerkDesk> {
    return new ClerkDesk(catalogue, await tokenOf(catalogue, username));
  }

  get(path: string): Test {
    return this.catalogue.http().get(`/api/v1${path}`).auth(this.token, { type: 'bearer' });
  }

  post(path: string, body?: object): Test {
    return this.catalogue.http().post(`/api/v1${path}`).auth(this.token, { type: 'bearer' }).send(body);
  }

  /** A form, to be filled with `attach` and `field`. */
  form(path: string): Test {
    return this.catalogue.http().post(`/api/v1${path}`).auth(this.token, { type: 'bearer' });
  }

  put(path: string, body: object): Test {
    return this.catalogue.http().put(`/api/v1${path}`).auth(this.token, { type: 'bearer' }).send(body);
  }

  /** The tag of the service as everybody reads it, or of its facts while it is not in the list. */
  async etagOf(id: string): Promise<string> {
    const service = await this.catalogue.http().get(`/api/v1/services/${id}`);
    if (service.status === 200) return service.headers['etag']!;
    return (await this.catalogue.http().get(`/api/v1/services/${id}/facts`).expect(200)).headers['etag']!;
  }

  async saveFacts(id: string, facts: ServiceFacts) {
    return this.put(`/services/${id}/facts`, { facts }).set('If-Match', await this.etagOf(id));
  }
}
