import { createHash } from 'node:crypto';
import { Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { STRATA } from '../../../campaigns/campaign.table.js';
import { DrawCampaign } from '../../../campaigns/campaigns.dto.js';
import { Campaigns, type DesignPreview } from '../../../campaigns/campaigns.service.js';
import { CLOCK, type Clock } from '../../../database/database.module.js';
import { Reader } from '../../../database/reader.js';
import { AGENCY_LEVELS } from '../../../domain/agency-level.js';
import { civilToday } from '../../../domain/dates/civil-date.js';
import { CONFIDENCES } from '../../../domain/sampling/sample-size.js';
import { Problem } from '../../../http/problem.js';
import { goTo } from '../../go-to.js';
import { choices } from '../../public/choices.query.js';
import { Views } from '../../views.service.js';
import { checked } from '../checked-input.js';
import { type PageFault, pageFaults } from '../page-faults.js';
import { sentForm } from '../sent-form.js';
import { emptyCampaign, inPercent, inputOf, type TypedCampaign, typedCampaign } from './typed-campaign.js';

interface Shown {
  preview?: DesignPreview;
  faults?: PageFault[];
}

/** Drawing a campaign: what would be drawn is shown first, and drawn only as it was shown. */
@Controller('desk/campaigns/new')
@Access('campaign.conduct')
export class DrawPagesController {
  constructor(
    private readonly reader: Reader,
    private readonly campaigns: Campaigns,
    private readonly views: Views,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  form(@Req() request: CallerRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.page(request, reply, emptyCampaign(civilToday(this.clock())), {});
  }

  @Post()
  @HttpCode(200)
  async draw(
    @CurrentCaller() caller: Caller,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const form = sentForm(request);
    const typed = typedCampaign(form);
    const { design, about } = inputOf(typed);
    try {
      const input = await checked(DrawCampaign, { ...design, ...about });
      const wasShown = form.raw('step') === 'draw' && form.raw('shown') === hashOf(design);
      if (wasShown) {
        const { id } = await this.campaigns.draw(caller, input);
        return goTo(request, reply, `/desk/campaigns/${id}`);
      }
      const preview = await this.campaigns.preview(input);
      return this.page(request, reply, typed, { preview });
    } catch (error) {
      if (!(error instanceof Problem) || ![400, 422].includes(error.status)) throw error;
      void reply.status(error.status);
      const faults = pageFaults(this.views, request, inPercent(error), (pointer) => {
        const name = pointer.split('/').at(-1)!;
        const field = name === 'population' ? 'agency' : name;
        return { field, title: this.views.text(request, `deskCampaigns:field_${name}`) };
      });
      return this.page(request, reply, typed, { faults });
    }
  }

  private async page(
    request: CallerRequest,
    reply: FastifyReply,
    typed: TypedCampaign,
    shown: Shown,
  ): Promise<string> {
    return this.views.page(request, reply, 'desk/campaigns/new', {
      title: this.views.text(request, 'deskCampaigns:newTitle'),
      desk: '/desk/campaigns',
      typed,
      choices: await choices(this.reader),
      agencyLevels: AGENCY_LEVELS,
      strata: STRATA,
      confidences: CONFIDENCES,
      shown: hashOf(inputOf(typed).design),
      ...shown,
    });
  }
}

function hashOf(design: Record<string, unknown>): string {
  return createHash('sha256').update(JSON.stringify(design)).digest('base64url');
}
