import React from 'react';
import { useLocation } from 'react-router';
import { Link } from 'react-router-dom';
import { useTranslation, type BasePropertyJSON } from 'adminjs';

interface Props {
  properties: BasePropertyJSON[];
  sortBy?: string;
  direction?: 'asc' | 'desc';
}

/** The names of the columns; those that sort are links, and the one that does says which way. */
const RecordsTableHeader: React.FC<Props> = ({ properties, sortBy, direction = 'asc' }) => {
  const { translateProperty } = useTranslation();
  const { search } = useLocation();
  const asked = (property: string, next: string): string => {
    const query = new URLSearchParams(search);
    query.set('sortBy', property);
    query.set('direction', next);
    return query.toString();
  };

  return (
    <thead>
      <tr>
        {properties.map(({ propertyPath: path, label, resourceId, isSortable, components }) => {
          const sorts = path === sortBy;
          const name = translateProperty(label, resourceId);
          return (
            <th
              key={path}
              scope="col"
              className={components?.list === 'Amount' ? 'right' : undefined}
              aria-sort={sorts ? (direction === 'asc' ? 'ascending' : 'descending') : undefined}
            >
              {isSortable ? (
                <Link to={{ search: asked(path, sorts && direction === 'asc' ? 'desc' : 'asc') }}>
                  {name}
                  {sorts ? <span aria-hidden="true">{direction === 'asc' ? ' ↑' : ' ↓'}</span> : null}
                </Link>
              ) : (
                name
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
};

export default RecordsTableHeader;
