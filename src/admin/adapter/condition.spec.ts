import type { Column } from './column.js';
import { conditionOf } from './condition.js';

const column = (kind: Column['kind'], name = 'thing'): Column => ({
  name,
  sql: name,
  kind,
  primary: false,
  values: null,
});

describe('a filter of the back office', () => {
  it('asks nothing when nothing is filled in', () => {
    expect(conditionOf([{ column: column('text'), value: '' }])).toEqual({ sql: 'true', parameters: [] });
  });

  it('searches inside text and takes wildcards as they are written', () => {
    expect(conditionOf([{ column: column('text'), value: '100%_\\' }])).toEqual({
      sql: 'thing ilike $1::text',
      parameters: ['%100\\%\\_\\\\%'],
    });
  });

  it('reads a span of days', () => {
    const { sql, parameters } = conditionOf([
      { column: column('datetime'), value: { from: '2026-01-01', to: '2026-02-01' } },
    ]);
    expect(sql).toBe('thing >= $1::timestamptz and thing <= $2::timestamptz');
    expect(parameters).toEqual(['2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z']);
  });

  it.each([
    { kind: 'uuid' as const, value: `1' or true` },
    { kind: 'exact' as const, value: '1e999' },
    { kind: 'datetime' as const, value: 'yesterday' },
    { kind: 'boolean' as const, value: 'maybe' },
    { kind: 'json' as const, value: '{}' },
  ])('matches nothing where $value can be no $kind', ({ kind, value }) => {
    expect(conditionOf([{ column: column(kind), value }])).toEqual({ sql: 'false', parameters: [] });
  });

  it('leaves out what the resource does not declare', () => {
    expect(conditionOf([{ column: undefined, value: 'secret' }])).toEqual({ sql: 'true', parameters: [] });
  });

  it('never writes a value into the statement', () => {
    const { sql } = conditionOf([{ column: column('text'), value: `'; drop table ledger_entry; --` }]);
    expect(sql).not.toContain('drop');
  });
});
