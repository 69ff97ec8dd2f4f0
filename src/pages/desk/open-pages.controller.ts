import { Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../accounts/caller.js';
import { CLOCK, type Clock } from '../../database/database.module.js';
import { Reader } from '../../database/reader.js';
import { civilToday } from '../../domain/dates/civil-date.js';
import { Code } from '../../http/coded-input.js';
import { CivilDate, Optional, Texts } from '../../http/input.js';
import { Problem } from '../../http/problem.js';
import { ServiceLife } from '../../public-services/service-life.service.js';
import { goTo } from '../go-to.js';
import { Views } from '../views.service.js';
import { checked } from './checked-input.js';
import { closedServices } from './life.query.js';
import { reachedAgencies, reachedAgenciesByName } from './my-agencies.query.js';
import { type PageFault, pageFaults } from './page-faults.js';
import { sentForm } from './sent-form.js';

const AGENCIES_AT_MOST = 1000;

class OpenAtAgencies {
  @Code() procedureCode: string;
  @Texts({ max: AGENCIES_AT_MOST, length: 64 }) agencies: string[];
  @Optional() @CivilDate() validFrom?: string;
}

interface Typed {
  procedureCode: string;
  agencies: string[];
  validFrom: string;
}

/** Opens a procedure at one's own agency or at some under it, and shows what was closed. */
@Controller('desk/services')
@Access('service.edit')
export class OpenPagesController {
  constructor(
    private readonly reader: Reader,
    private readonly life: ServiceLife,
    private readonly views: Views,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('new')
  form(
    @CurrentCaller() caller: Caller,
    @Query('procedure') procedure: string | undefined,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const agencies = caller.agencyCode === null ? [] : [caller.agencyCode];
    const typed = { procedureCode: procedure ?? '', agencies, validFrom: '' };
    return this.page(caller, request, reply, typed, []);
  }

  @Post('new')
  async open(
    @CurrentCaller() caller: Caller,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const form = sentForm(request);
    const typed: Typed = {
      procedureCode: form.text('procedureCode'),
      agencies: form.all('agencies'),
      validFrom: form.text('validFrom'),
    };
    try {
      const { agencies, ...offer } = await checked(OpenAtAgencies, {
        ...(typed.procedureCode === '' ? {} : { procedureCode: typed.procedureCode }),
        ...(typed.agencies.length === 0 ? {} : { agencies: typed.agencies }),
        ...(typed.validFrom === '' ? {} : { validFrom: typed.validFrom }),
      });
      await this.life.openAll(caller, agencies, offer);
      return agencies.length === 1
        ? goTo(request, reply, `/desk/services/${agencies[0]}~${offer.procedureCode}/life?done=opened`)
        : goTo(request, reply, `/desk/services?q=${encodeURIComponent(offer.procedureCode)}`);
    } catch (error) {
      if (!(error instanceof Problem) || ![400, 409, 422].includes(error.status)) throw error;
      void reply.status(error.status);
      const faults = pageFaults(this.views, request, error, (pointer) => {
        const field = pointer.split('/')[1] ?? '';
        return { field, title: this.views.text(request, `deskLife:field_${field}`) };
      });
      return this.page(caller, request, reply, typed, faults);
    }
  }

  @Get('closed')
  async closed(
    @CurrentCaller() caller: Caller,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const services = await this.reader.snapshot(async (queries) =>
      closedServices(queries, await reachedAgencies(queries, caller, 'service.edit')),
    );
    return this.views.page(request, reply, 'desk/closed', {
      title: this.views.text(request, 'deskLife:closedTitle'),
      desk: '/desk/services',
      services,
      today: civilToday(this.clock()),
    });
  }

  private async page(
    caller: Caller,
    request: CallerRequest,
    reply: FastifyReply,
    typed: Typed,
    faults: PageFault[],
  ): Promise<string> {
    const shown = await this.reader.snapshot(async (queries) => ({
      agencies: await reachedAgenciesByName(queries, caller, 'service.edit'),
      procedure: await queries.get<{ name: string }>('SELECT name FROM procedure WHERE code = :code', {
        code: typed.procedureCode,
      }),
    }));
    return this.views.page(request, reply, 'desk/open', {
      title: this.views.text(request, 'deskLife:openTitle'),
      desk: '/desk/services',
      typed,
      faults,
      ...shown,
    });
  }
}
