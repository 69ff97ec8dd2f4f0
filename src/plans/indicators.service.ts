import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../accounts/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { notFound, Problem } from '../http/problem.js';
import { type Indicator, indicatorsOf, type Measurement } from './indicator.query.js';
import { faultsOfMeasurement } from './measurement-rules.js';
import { IndicatorTable, MeasurementTable } from './plan.table.js';

export interface NewIndicator {
  id: string;
  group: string;
  name: string;
  nameEn?: string | null;
  unit?: string | null;
}

export type NewMeasurement = Pick<Measurement, 'planYear' | 'period' | 'comparator'> &
  Partial<Pick<Measurement, 'value' | 'quote' | 'source'>>;

/** Keeping of indicators: a measurement is never changed, a later one corrects it. */
@Injectable()
export class Indicators {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws Problem 409 `duplicate` */
  create(caller: Caller, { id, group, name, nameEn, unit: measure }: NewIndicator): Promise<Indicator> {
    return this.unitOfWork.run({ actor: actorOf(caller), action: 'indicator.create' }, async (unit) => {
      if ((await indicatorsOf(unit, { id })).length > 0) {
        throw new Problem(409, 'duplicate', { params: { what: 'indicator', code: id } });
      }
      const last = await unit.get<{ position: number }>(
        'SELECT COALESCE(MAX(position), -1) AS position FROM indicator',
      );
      await unit.insertMany(IndicatorTable, [
        {
          id,
          position: last!.position + 1,
          groupKey: group,
          name,
          nameEn: nameEn ?? null,
          unit: measure ?? null,
        },
      ]);
      const [indicator] = await indicatorsOf(unit, { id });
      unit.record(`indicator:${id}`, null, indicator);
      return indicator!;
    });
  }

  /**
   * @param mayWrite looks at the present state and throws where the caller has not seen it
   * @throws Problem 404, 422 `measurement_refused`
   */
  measure(
    caller: Caller,
    id: string,
    measurement: NewMeasurement,
    mayWrite: (present: Indicator) => void = () => undefined,
  ): Promise<Indicator> {
    return this.unitOfWork.run({ actor: actorOf(caller), action: 'indicator.measure' }, async (unit) => {
      const [before] = await indicatorsOf(unit, { id });
      if (!before) throw notFound();
      mayWrite(before);
      const faults = faultsOfMeasurement(measurement.comparator, measurement.value);
      if (faults.length > 0) throw new Problem(422, 'measurement_refused', { faults });
      await unit.insertMany(MeasurementTable, [
        {
          indicatorId: id,
          no: before.history.length + 1,
          planYear: measurement.planYear,
          period: measurement.period,
          value: measurement.value ?? null,
          comparator: measurement.comparator,
          quote: measurement.quote ?? null,
          source: measurement.source ?? null,
          actor: unit.actor.name,
          recordedAt: unit.at,
        },
      ]);
      const [after] = await indicatorsOf(unit, { id });
      unit.record(`indicator:${id}`, before, after);
      return after!;
    });
  }
}
