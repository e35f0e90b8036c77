import { BaseProperty, type PropertyType } from 'adminjs';
import type { Column, Kind } from './column.js';

const TYPES: Record<Kind, PropertyType> = {
  json: 'textarea',
  // Never through a JavaScript number.
  exact: 'string',
  integer: 'number',
  float: 'float',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
  uuid: 'uuid',
  text: 'string',
};

/** A column in AdminJS' words. */
export class TableProperty extends BaseProperty {
  constructor(
    readonly column: Column,
    position: number,
  ) {
    super({
      path: column.name,
      type: TYPES[column.kind],
      isId: column.primary,
      isSortable: column.kind !== 'json',
      position,
    });
  }

  override isEditable(): boolean {
    return false;
  }

  override availableValues(): string[] | null {
    return this.column.values ? [...this.column.values] : null;
  }
}
