import type { ActionContext, PropertyOptions, ResourceOptions, ResourceWithOptions } from 'adminjs';
import { may, type Area } from '../policy.js';
import type { Table } from '../adapter/table.js';

/** A list of records of another resource that belong to the one on the screen. */
export interface Related {
  readonly label: string;
  readonly resource: string;
  /** The other resource's property that holds our id, or the value of `by`. */
  readonly field: string;
  readonly by?: string;
  readonly columns: readonly string[];
}

export interface ResourceDraft {
  readonly table: Table;
  readonly area: Area;
  readonly list: readonly string[];
  readonly show: readonly string[];
  readonly filters: readonly string[];
  /** What a phone shows of a row, two a line: left and right; a fifth stands below, over the whole width. */
  readonly small: readonly string[];
  readonly sortBy: string;
  readonly title: string;
  readonly properties?: ResourceOptions['properties'];
  readonly related?: readonly Related[];
  readonly actions?: ResourceOptions['actions'];
}

/** Actions of AdminJS that write straight to a table: none of them exists here. */
const NEVER = ['new', 'edit', 'delete', 'bulkDelete'];

/** A resource that is read by whom the policy lets, and changed only by the actions it names. */
export function resource(draft: ResourceDraft): ResourceWithOptions {
  const isAccessible = ({ currentAdmin }: ActionContext): boolean =>
    may((currentAdmin?.['roles'] as string[] | undefined) ?? [], 'read', draft.area);
  const related = draft.related ?? [];
  return {
    resource: draft.table,
    options: {
      listProperties: [...draft.list],
      showProperties: [...draft.show, ...related.map(({ label }) => label)],
      filterProperties: [...draft.filters],
      titleProperty: draft.title,
      sort: { sortBy: draft.sortBy, direction: 'desc' },
      properties: propertiesOf(draft),
      actions: {
        ...Object.fromEntries(NEVER.map((name) => [name, { isAccessible: false, isVisible: false }])),
        list: { isAccessible },
        show: { isAccessible },
        search: { isAccessible },
        ...draft.actions,
      },
    } as ResourceOptions,
  };
}

function propertiesOf({ properties = {}, related = [], list, small, sortBy }: ResourceDraft) {
  const absent = small.filter((name) => !list.includes(name));
  if (absent.length > 0) throw new Error(`A phone cannot show what the list does not: ${absent.join(', ')}.`);
  const says = (name: string): boolean => /(At|Minor|Since|attempts|parked|behind|ms)$/.test(name) && name !== sortBy;
  const narrow = small.map((name, index) => [name, onPhone(properties[name], index + 1, says(name))] as const);
  const lists = related.map((one) => [one.label, relatedProperty(one)] as const);
  return { ...properties, ...Object.fromEntries(narrow), ...Object.fromEntries(lists) };
}

/** Names and states speak for themselves, and so does the time a list is sorted by; every other figure says what it is. */
function onPhone(property: PropertyOptions | undefined, place: number, says: boolean): PropertyOptions {
  return { ...property, custom: { ...property?.custom, place, says } };
}

/** Minor units beside the currency that says how many digits they have. */
export function amount(currency = 'currency') {
  return { components: { list: 'Amount', show: 'Amount' }, custom: { currency } };
}

export const state = { components: { list: 'StateWord', show: 'StateWord' } };
export const code = { components: { list: 'Code', show: 'Code' } };
export const json = { components: { show: 'Json' } };
export const method = { components: { show: 'Method' } };

export function linkTo(resourceId: string) {
  return { reference: resourceId, isSortable: false };
}

function relatedProperty(related: Related) {
  return {
    type: 'mixed',
    isVisible: { list: false, show: true, filter: false, edit: false },
    components: { show: 'Related' },
    custom: { ...related, columns: [...related.columns] },
  };
}
