/** The base of every link and RDF URI, without a slash at its end. */
export class PublicUrl {
  constructor(readonly base: string) {}

  /** Address of a path of the API: `services`, `services/STP~1.000688`. */
  api(path: string): string {
    return `${this.base}/api/v1/${path}`;
  }
}
