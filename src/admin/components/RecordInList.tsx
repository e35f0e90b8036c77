import React from 'react';
import { useNavigate } from 'react-router';
import { Link } from 'react-router-dom';
import {
  BasePropertyComponent,
  useTranslation,
  type BasePropertyJSON,
  type RecordJSON,
  type ResourceJSON,
} from 'adminjs';

interface Props {
  record: RecordJSON;
  resource: ResourceJSON;
  isLoading?: boolean;
}

/** A row of a list; on a phone the same cells are a card, in the order and under the names the resource chose. */
const RecordInList: React.FC<Props> = ({ record, resource, isLoading }) => {
  const navigate = useNavigate();
  const page = `/admin/resources/${resource.id}/records/${record.id}/show`;

  const open = ({ target }: React.MouseEvent): void => {
    const chosen = String(getSelection() ?? '') !== '';
    if (!chosen && !(target as Element).closest('a, button')) navigate(page);
  };

  return (
    <tr data-id={record.id} className="record" aria-busy={isLoading || undefined} onClick={open}>
      {resource.listProperties.map((property, index) => (
        <Cell
          key={property.propertyPath}
          property={property}
          record={record}
          resource={resource}
          page={index === 0 ? page : undefined}
        />
      ))}
    </tr>
  );
};

interface CellProps {
  property: BasePropertyJSON;
  record: RecordJSON;
  resource: ResourceJSON;
  page: string | undefined;
}

const Cell: React.FC<CellProps> = ({ property, record, resource, page }) => {
  const { translateProperty } = useTranslation();
  const { place, says } = property.custom as { place?: number; says?: boolean };
  const value = <BasePropertyComponent where="list" property={property} record={record} resource={resource} />;
  return (
    <td
      data-property-name={property.propertyPath}
      data-place={place}
      data-label={says ? translateProperty(property.label, property.resourceId) : undefined}
    >
      {page ? (
        <Link className="opens" to={page}>
          {value}
        </Link>
      ) : (
        value
      )}
    </td>
  );
};

export default RecordInList;
