import type pg from 'pg';
import { postgresDriver } from './postgres-driver.js';

/** In this form PostgreSQL writes a text as it is, with a line feed behind: neither sign, nor a line feed, stands in a text of JSON. */
const AS_IT_IS = `(FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02')`;

/**
 * What COPY gives, as the bytes that came. The driver makes a text of every value of a row; those of COPY it hands on as bytes, and passes over
 * them where the query does not take them.
 * @param sql of one column, its values put in: COPY takes no parameters
 */
export function copied(client: Pick<pg.ClientBase, 'query'>, sql: string): Promise<Uint8Array> {
  const { Query } = postgresDriver();
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    const query = new Query(`COPY (${sql}) TO STDOUT ${AS_IT_IS}`, (error: Error | undefined) => {
      if (error) reject(error);
      else resolve(Buffer.concat(parts));
    });
    // Copied, since the driver moves about what it has received.
    const handleCopyData = ({ chunk }: { chunk: Buffer }) => parts.push(Buffer.from(chunk));
    client.query(Object.assign(query, { handleCopyData }));
  });
}
