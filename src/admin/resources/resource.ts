import type { ActionContext, ResourceOptions, ResourceWithOptions } from 'adminjs';
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
  /** The two columns that matter where there is room for no more. */
  readonly small: readonly [string, string];
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

function propertiesOf({ properties = {}, related = [], small }: ResourceDraft) {
  // AdminJS shows "titles" alone on a phone.
  const narrow = small.map((name) => [name, { ...properties[name], isTitle: true }] as const);
  const lists = related.map((one) => [one.label, relatedProperty(one)] as const);
  return { ...properties, ...Object.fromEntries(narrow), ...Object.fromEntries(lists) };
}

/** Minor units beside the currency that says how many digits they have. */
export function amount(currency = 'currency') {
  return { components: { list: 'Amount', show: 'Amount' }, custom: { currency } };
}

export const state = { components: { list: 'StateWord', show: 'StateWord' } };
export const code = { components: { list: 'Code', show: 'Code' } };
export const json = { components: { show: 'Json' } };

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
