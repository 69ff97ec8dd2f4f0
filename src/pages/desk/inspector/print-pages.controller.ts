import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { requireAgency } from '../../../accounts/agency-scope.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { CLOCK, type Clock } from '../../../database/database.module.js';
import { Reader } from '../../../database/reader.js';
import { civilToday } from '../../../domain/dates/civil-date.js';
import { type BlankSheet, blankSheet } from '../../../inspections/blank-sheet.query.js';
import { inspectionView } from '../../../inspections/inspection-view.query.js';
import { RecordPath } from '../../../inspections/inspections.dto.js';
import { ServicePath } from '../../../publication/services.dto.js';
import { Views } from '../../views.service.js';
import { serviceNames, type ServiceName } from './service-names.query.js';

interface Paper extends BlankSheet {
  /** Of an inspection that was opened. */
  id: string | null;
  name: ServiceName;
}

/** The sheet on A4, to be filled in by hand where the service is given. */
@Controller('desk')
export class PrintPagesController {
  constructor(
    private readonly reader: Reader,
    private readonly views: Views,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('inspections/:id/print')
  @Access('inspection.read')
  async opened(
    @CurrentCaller() caller: Caller,
    @Param() { id }: RecordPath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const paper = await this.reader.snapshot(async (queries) => {
      const view = await inspectionView(queries, id, this.today());
      await requireAgency(queries, caller, 'inspection.read', view.agencyCode);
      const names = await serviceNames(queries, [view.serviceId]);
      return { ...view, facts: view.facts.facts, id, name: names[view.serviceId]! };
    });
    return this.page(request, reply, paper, `/desk/inspections/${id}`);
  }

  @Get('services/:id/blank-sheet')
  @Access('inspection.conduct')
  async blank(
    @Param() { id }: ServicePath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const paper = await this.reader.snapshot(async (queries) => ({
      ...(await blankSheet(queries, id, this.today())),
      id: null,
      name: (await serviceNames(queries, [id]))[id]!,
    }));
    return this.page(request, reply, paper, '/desk/queue');
  }

  private page(request: CallerRequest, reply: FastifyReply, paper: Paper, back: string): string {
    const lines = paper.criteria.map((criterion) => ({
      ...criterion,
      state: paper.facts[criterion.fact]?.state ?? 'unknown',
      urls: paper.facts[criterion.fact]?.urls ?? [],
    }));
    return this.views.page(request, reply, 'desk/inspector/print', {
      title: this.views.text(request, 'deskPrint:title'),
      paper,
      groups: [1, 2, 3].map((level) => ({ level, lines: lines.filter((line) => line.level === level) })),
      today: this.today(),
      back,
    });
  }

  private today(): string {
    return civilToday(this.clock());
  }
}
