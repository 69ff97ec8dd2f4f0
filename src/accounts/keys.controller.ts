import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Reader } from '../database/reader.js';
import { badCursor, decodeCursor, encodeCursor } from '../http/cursor.js';
import { Describe, HoldsSecrets } from '../http/describe.js';
import { AlsoTells } from '../http/further-rules.js';
import { nextLink } from '../http/next-link.js';
import { type Page, stateOf } from '../http/pages.js';
import { PublicUrl } from '../http/public-url.js';
import { Access } from './access.guard.js';
import { agencyFaults } from './agency-faults.js';
import { actorOf, type Caller, CurrentCaller } from './caller.js';
import { countKeys, type KeyView, keyViews } from './key-view.query.js';
import { KeyPath, ListKeysQuery, NewKeyBody } from './keys.dto.js';
import { KEY_PAGE, NEW_KEY } from './keys.schema.js';
import { KeysService } from './keys.service.js';

const PAGE_SIZE = 50;
/** What a column of whole numbers holds on PostgreSQL. */
const KEYS_AT_MOST = 2 ** 31 - 1;
const tag = 'keys';

@Controller('api/v1/keys')
@Access('key.manage')
export class KeysController {
  constructor(
    private readonly reader: Reader,
    private readonly keys: KeysService,
    private readonly publicUrl: PublicUrl,
  ) {}

  @Get()
  @Describe({ summary: 'Keys of machines, the oldest first', tag, answers: { 200: KEY_PAGE } })
  async list(
    @Query() query: ListKeysQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<KeyView>> {
    const { limit = PAGE_SIZE, cursor } = query;
    const after = cursor === undefined ? 0 : Number(decodeCursor('keys', cursor)[0]);
    if (!Number.isInteger(after) || after < 0 || after > KEYS_AT_MOST) throw badCursor();
    return this.reader.snapshot(async (queries) => {
      const found = await keyViews(queries, after, limit + 1);
      const items = found.slice(0, limit);
      const next = found.length > limit ? encodeCursor('keys', [Number(items.at(-1)!.id)]) : null;
      if (next !== null) void reply.header('link', nextLink(this.publicUrl, 'keys', query, next));
      return { items, next, total: await countKeys(queries), ...(await stateOf(queries)) };
    });
  }

  @Post()
  @HoldsSecrets()
  @AlsoTells<NewKeyBody>((queries, { role = 'admin', agencyCode = null }) =>
    agencyFaults(queries, role, agencyCode),
  )
  @Describe({
    summary: 'Make a key; it is shown this once',
    more: 'The catalogue keeps only a hash of the key: whoever loses it makes another one.',
    tag,
    answers: { 201: NEW_KEY },
  })
  async create(
    @Body() { name, role, agencyCode = null, scopes = null, expiresAt = null }: NewKeyBody,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<KeyView & { key: string }> {
    void reply.header('cache-control', 'no-store');
    return this.keys.create(actorOf(caller), { name, role, agencyCode, scopes, expiresAt });
  }

  @Delete(':id')
  @HttpCode(204)
  @Describe({ summary: 'Revoke a key at once', tag, answers: { 204: null }, examples: { id: '1' } })
  async revoke(@Param() { id }: KeyPath, @CurrentCaller() caller: Caller): Promise<void> {
    await this.keys.revoke(actorOf(caller), id);
  }
}
