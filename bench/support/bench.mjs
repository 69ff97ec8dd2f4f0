import { Databases } from './databases.mjs';
import { startFloor, startProduct } from './processes.mjs';

/** What a figure needs: servers at a size, which stay up between figures, and floors beside them. */
export class Bench {
  rows = [];
  #shared;

  constructor({ size, database, cache, rounds, minutes, isAlone = false }, shared) {
    Object.assign(this, { size, database, cache, rounds, minutes, isAlone });
    this.#shared = shared ?? { databases: new Databases(database, cache), server: undefined };
  }

  /** The same bench at another size, without floors. */
  aloneAt(size, rounds) {
    return new Bench({ ...this, size, rounds, isAlone: true }, this.#shared);
  }

  /** The product at this size, for reading; one process serves all figures that ask for it. */
  async product() {
    if (this.#shared.server?.size !== this.size) {
      await this.#stopServer();
      this.#shared.server = { size: this.size, ...(await startProduct(await this.databaseUrl())) };
    }
    return this.#shared.server;
  }

  /** For figures that measure the start, or write; no other server runs meanwhile. The caller stops it. */
  async productAlone(databaseUrl, env) {
    await this.#stopServer();
    return startProduct(databaseUrl, env);
  }

  /** Address of the filled database of this size, for reading. */
  databaseUrl() {
    return this.#shared.databases.filled(this.size);
  }

  /** Address of a copy that may be written to. */
  async copy() {
    await this.#stopServer();
    return this.#shared.databases.copy(this.size);
  }

  /** @returns undefined where the product is measured alone */
  async floor(program, config) {
    return this.isAlone ? undefined : startFloor(program, config);
  }

  async close() {
    await this.#stopServer();
    await this.#shared.databases.close();
  }

  async #stopServer() {
    await this.#shared.server?.stop();
    this.#shared.server = undefined;
  }
}
