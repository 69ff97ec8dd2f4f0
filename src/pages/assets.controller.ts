import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../accounts/access.guard.js';
import { codingOf } from '../http/content-coding.js';
import { Problem } from '../http/problem.js';
import { Assets } from './assets.js';

@Controller('assets')
@Access('catalogue.read')
export class AssetsController {
  constructor(private readonly assets: Assets) {}

  @Get(':name')
  async get(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const asset = this.assets.get(request.url.split('?')[0]!);
    if (!asset) throw new Problem(404, 'not_found');
    const coding = codingOf(request.headers['accept-encoding']);
    const coded = coding === 'identity' ? undefined : (await asset.coded())[coding];
    if (coded) void reply.header('content-encoding', coding);
    void reply
      .headers({ 'cache-control': 'public, max-age=31536000, immutable', vary: 'Accept-Encoding' })
      .type(asset.type)
      .send(coded ?? asset.identity);
  }
}
