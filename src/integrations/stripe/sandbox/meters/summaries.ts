import { limitOf } from '../lists.js';
import type { Handler } from '../routes.js';
import { invalid, parameterMissing } from '../sandbox.errors.js';
import { usageOf } from './usage.js';

const WINDOWS = { day: 86_400, hour: 3_600 } as const;

/** What a customer used in a span, whole or by the hour or day, the newest first. */
export const summaries: Handler = async (unit, params, id = '') => {
  const meter = await unit.get('billing.meter', id);
  const customer = await unit.get('customer', params.required('customer'), 'customer');
  const [start, end] = [params.whole('start_time'), params.whole('end_time')];
  if (start === undefined || end === undefined) throw parameterMissing(start === undefined ? 'start_time' : 'end_time');
  const window = params.choice('value_grouping_window', ['day', 'hour']);
  const [step, align] = window ? [WINDOWS[window], WINDOWS[window]] : [end - start, 60];
  if (end <= start || start % align !== 0 || end % align !== 0) {
    throw invalid(`start_time and end_time must be aligned with ${window ?? 'minute'} boundaries.`, {
      param: 'start_time',
    });
  }
  const limit = limitOf(params);
  const after = Number(params.text('starting_after')?.split('_').at(-1) ?? end);
  const data: object[] = [];
  for (let from = after - step; from >= start && data.length < limit; from -= step) {
    const asked = { meter: id, customer: customer.id, start: from, end: from + step };
    const aggregated_value = await usageOf(unit, asked);
    data.push({
      id: `mtrusum_${id}_${customer.id}_${from}`,
      object: 'billing.meter_event_summary',
      aggregated_value,
      end_time: from + step,
      livemode: false,
      meter: meter.id,
      start_time: from,
    });
  }
  const url = `/v1/billing/meters/${id}/event_summaries`;
  return { object: 'list', data, has_more: after - step * data.length > start, url };
};
