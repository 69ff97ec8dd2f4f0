import { Writable } from 'node:stream';

export type LogLine = Record<string, unknown>;

/** A sink for pino that keeps what is written as it is written. */
export class LogLines {
  text = '';

  readonly sink = new Writable({
    write: (chunk, _encoding, done) => {
      this.text += String(chunk);
      done();
    },
  });

  /** Every line as the object that it has to be. */
  get all(): LogLine[] {
    return this.text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as LogLine);
  }

  of(event: string): LogLine[] {
    return this.all.filter((line) => line['event'] === event);
  }
}
