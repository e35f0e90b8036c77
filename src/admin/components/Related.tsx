import React, { useEffect, useState } from 'react';
import { Link } from 'react-router-dom';
import { ApiClient, useTranslation, type BasePropertyProps, type RecordJSON } from 'adminjs';
import { amountText } from './amount-text';
import Moment from './Moment';
import { toneOf } from './state-tone';

interface Given {
  label: string;
  resource: string;
  field: string;
  by?: string;
  columns: string[];
}

/** The records of another resource that belong to this one, the newest first. */
const Related: React.FC<BasePropertyProps> = ({ property, record }) => {
  const { label, resource, field, by, columns } = property.custom as unknown as Given;
  const value = by ? record?.params[by] : record?.id;
  const [rows, setRows] = useState<RecordJSON[]>();

  useEffect(() => {
    if (!value) return setRows([]);
    const params = { [`filters.${field}`]: value, perPage: 20 };
    new ApiClient()
      .resourceAction({ resourceId: resource, actionName: 'list', params })
      .then(({ data }) => setRows((data as { records?: RecordJSON[] }).records ?? []))
      .catch(() => setRows([]));
    return undefined;
  }, [resource, field, value]);

  return (
    <section className="related" aria-label={label}>
      <h2>{label}</h2>
      {rows === undefined ? <p className="muted">Loading</p> : null}
      {rows?.length === 0 ? <p className="muted">None</p> : null}
      {rows && rows.length > 0 ? <Rows rows={rows} columns={columns} resource={resource} /> : null}
    </section>
  );
};

const Rows: React.FC<{ rows: RecordJSON[]; columns: string[]; resource: string }> = ({ rows, columns, resource }) => {
  const { translateProperty } = useTranslation();
  return (
    <div className="scroll" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col" className={isAmount(name) ? 'right' : ''}>
                {translateProperty(name, resource)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              {columns.map((name, index) => (
                <td key={name} className={isAmount(name) ? 'right' : ''}>
                  {index === 0 && resource !== 'ledger_entry' ? (
                    <Link to={`/admin/resources/${resource}/records/${row.id}/show`}>{row.params[name] ?? row.id}</Link>
                  ) : (
                    <Cell name={name} row={row} />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const Cell: React.FC<{ name: string; row: RecordJSON }> = ({ name, row }) => {
  const value = row.params[name];
  if (isAmount(name)) return <span className="amount">{amountText(value, row.params['currency'])}</span>;
  if (name.endsWith('At')) return <Moment at={value} />;
  if (name === 'status') return <span className={`state ${toneOf(value)}`}>{String(value).replaceAll('_', ' ')}</span>;
  return <>{value ?? '–'}</>;
};

function isAmount(name: string): boolean {
  return name === 'minor' || name.endsWith('Minor');
}

export default Related;
