import type { Response } from 'supertest';
import type { Catalogue } from './catalogue.js';
import { tokenOf } from './sample.js';

/** A clerk with a file in hand. */
export class ImportDesk {
  private constructor(
    private readonly catalogue: Catalogue,
    private readonly token: string,
  ) {}

  static async of(catalogue: Catalogue, username: Parameters<typeof tokenOf>[1]): Promise<ImportDesk> {
    return new ImportDesk(catalogue, await tokenOf(catalogue, username));
  }

  get(path: string) {
    return this.catalogue
      .http()
      .get(`/api/v1${path}`)
      .auth(this.token, { type: 'bearer' })
      .set('Accept-Language', 'en');
  }

  post(path: string) {
    return this.catalogue
      .http()
      .post(`/api/v1${path}`)
      .auth(this.token, { type: 'bearer' })
      .set('Accept-Language', 'en');
  }

  send(file: Buffer | string, fields: Record<string, string> = {}, fileName = 'services.csv') {
    const form = this.post('/imports');
    for (const [name, value] of Object.entries(fields)) void form.field(name, value);
    return form.attach('file', Buffer.from(file as string), fileName);
  }

  /** Sends a file and answers what its dry run found. */
  async dryRun(file: Buffer | string, fields: Record<string, string> = {}): Promise<Response['body']> {
    const { status, body } = await this.send(file, fields);
    if (status !== 201) throw new Error(`The file was refused: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  commit(id: string, confirm: string[] = []) {
    return this.post(`/imports/${id}/commit`).send({ confirm });
  }
}
