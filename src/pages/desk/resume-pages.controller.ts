import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../accounts/caller.js';
import { Text } from '../../http/input.js';
import { notFound } from '../../http/problem.js';
import { FormKeeper } from '../form-keeper.service.js';
import { textIfAny } from '../messages.js';
import { Views } from '../views.service.js';

class ResumePath {
  @Text({ max: 40 }) id: string;
}

/** Fields by which forms carry what no person typed. */
const CARRIED = ['version', 'seen', 'capture'];

/** Where the names of a form's fields stand, by the beginning of the form's address. */
const NAMES: readonly [RegExp, string][] = [
  [/^(\/en)?\/desk\/plans\//, 'deskPlans'],
  [/^(\/en)?\/desk\/indicators/, 'deskIndicators'],
  [/^(\/en)?\/desk\/accounts/, 'deskAccounts'],
  [/^(\/en)?\/desk\/agencies/, 'deskAgencies'],
];

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
      typed: kept.fields
        .filter(([name, value]) => value !== '' && !CARRIED.includes(name))
        .map(([name, text]) => ({ text, label: this.labelOf(request, kept.path, name) })),
    });
  }

  /** What the field is called on its page; undefined where nothing better than its own name is known. */
  private labelOf(request: CallerRequest, path: string, name: string): string | undefined {
    const of = NAMES.find(([beginning]) => beginning.test(path))?.[1];
    if (of === undefined || !/^\w+$/.test(name)) return undefined;
    return textIfAny((key) => this.views.text(request, key), `${of}:field_${name}`);
  }
}
