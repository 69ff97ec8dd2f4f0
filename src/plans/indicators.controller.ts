import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { Access } from '../accounts/access.guard.js';
import { type Caller, CurrentCaller } from '../accounts/caller.js';
import { Reader } from '../database/reader.js';
import { Describe } from '../http/describe.js';
import { AlsoTells } from '../http/further-rules.js';
import { notFound } from '../http/problem.js';
import { type Indicator, indicatorsOf } from './indicator.query.js';
import { AddMeasurement, CreateIndicator, IndicatorPath } from './indicators.dto.js';
import { INDICATOR, INDICATORS } from './indicators.schema.js';
import { Indicators } from './indicators.service.js';
import { faultsOfMeasurement } from './measurement-rules.js';

/** Whatever else a yearly report states, each figure with its words. */
@Controller('api/v1/indicators')
export class IndicatorsController {
  constructor(
    private readonly reader: Reader,
    private readonly indicators: Indicators,
  ) {}

  @Get()
  @Access('catalogue.read')
  @Describe({
    summary: 'All indicators in the order of the report, with their measurements',
    tag: 'plans',
    answers: { 200: INDICATORS },
  })
  async list(): Promise<{ items: Indicator[]; next: null; total: number }> {
    const items = await this.reader.snapshot((queries) => indicatorsOf(queries));
    return { items, next: null, total: items.length };
  }

  @Get(':id')
  @Access('catalogue.read')
  @Describe({
    summary: 'One indicator with all that was ever measured',
    tag: 'plans',
    answers: { 200: INDICATOR },
    problems: [404],
    examples: { id: 'OPS-04' },
  })
  async one(@Param() { id }: IndicatorPath): Promise<Indicator> {
    const [indicator] = await this.reader.snapshot((queries) => indicatorsOf(queries, { id }));
    if (!indicator) throw notFound();
    return indicator;
  }

  @Post()
  @Access('plan.manage')
  @Describe({
    summary: 'Add an indicator, after all others',
    tag: 'plans',
    answers: { 201: INDICATOR },
    problems: [409],
  })
  create(@Body() indicator: CreateIndicator, @CurrentCaller() caller: Caller): Promise<Indicator> {
    return this.indicators.create(caller, indicator);
  }

  @Post(':id/measurements')
  @Access('plan.manage')
  @AlsoTells<AddMeasurement>(async (_, { comparator, value }) =>
    comparator === undefined ? [] : faultsOfMeasurement(comparator, value),
  )
  @Describe({
    summary: 'Record a measurement; a later one for the same year corrects it, and both are kept',
    tag: 'plans',
    answers: { 201: INDICATOR },
    problems: [404, 422],
    examples: { id: 'OPS-01' },
  })
  measure(
    @Param() { id }: IndicatorPath,
    @Body() measurement: AddMeasurement,
    @CurrentCaller() caller: Caller,
  ): Promise<Indicator> {
    return this.indicators.measure(caller, id, measurement);
  }
}
