import { ScannerError, VirusScanner } from '../outbound/virus-scanner.js';
import { type Fault, Problem } from './problem.js';

const RETRY_AFTER_SECONDS = '30';

/** What a file from outside has to pass before it is kept; where the operator names no scanner, every file does. */
export class FileCheck {
  private readonly scanner: VirusScanner | null;

  /** @param clamdUrl address of a scanner that speaks clamd’s protocol */
  constructor(clamdUrl: string | undefined) {
    this.scanner = clamdUrl === undefined ? null : new VirusScanner(clamdUrl);
  }

  /**
   * @param open reads the file, from its beginning
   * @throws Problem 422 where the scanner found something or takes no file so large, 503 where it does not answer
   */
  async pass(open: () => AsyncIterable<Buffer>): Promise<void> {
    if (!this.scanner) return;
    const found = await this.scanner.find(open()).catch((error: unknown) => {
      throw problemOf(error);
    });
    if (found !== null) throw refused({ code: 'file_infected', params: { found } });
  }
}

function problemOf(error: unknown): unknown {
  if (!(error instanceof ScannerError)) return error;
  if (error.problem === 'size_limit') return refused({ code: 'file_too_large_to_scan' });
  return new Problem(503, 'scanner_unavailable', { headers: { 'retry-after': RETRY_AFTER_SECONDS } });
}

function refused(fault: Pick<Fault, 'code' | 'params'>): Problem {
  return new Problem(422, 'bad_request', { faults: [{ in: 'body', pointer: '/file', ...fault }] });
}
