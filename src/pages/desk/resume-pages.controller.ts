import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../accounts/caller.js';
import { Text } from '../../http/input.js';
import { notFound } from '../../http/problem.js';
import { FormKeeper } from '../form-keeper.service.js';
import { Views } from '../views.service.js';

class ResumePath {
  @Text({ max: 40 }) id: string;
}

/** Fields by which forms carry what no person typed. */
const CARRIED = ['version', 'seen', 'capture'];

/** Gives a form back that was sent when its session had ended. */
@Controller('desk/resume/:id')
@Access('account.readOwn')
export class ResumePagesController {
  constructor(
    private readonly keeper: FormKeeper,
    private readonly views: Views,
  ) {}

  @Get()
  form(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ResumePath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): string {
    const kept = this.keeper.find(id, caller.name);
    if (!kept) throw notFound();
    return this.views.page(request, reply, 'desk/resume', {
      title: this.views.text(request, 'resume:title'),
      desk: '',
      kept,
      typed: kept.fields.filter(([name, value]) => value !== '' && !CARRIED.includes(name)),
    });
  }
}
